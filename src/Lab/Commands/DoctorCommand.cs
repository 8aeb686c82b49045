using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Lab.Notebooks;
using Spectre.Console;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lab.Commands;

/// <summary><c>Lab doctor</c>: what is in use here, whether it computes rightly, and what to do where something is missing.</summary>
internal static class DoctorCommand
{
    private const string BuildAgain =
        "Delete the folder artifacts and build again; if that does not help, use the container (.devcontainer).";

    // What PyTorch 1.13 computes: tests/Lab.Tests/record_doctor.py.
    private static readonly float[] Convolved =
        [-4, -4, 4, 3, -1, -2, 9, -11, 2, 14, -3, 5, -8, 11, -3, -10, 7, 0, -3, 5, -1, -8, 0, 9, -15, -11, 18, -14, 6, 4, 5, 10];

    // Loss before and after, two weights, bias.
    private static readonly float[] Learned = [0.876524f, 0.516356f, 0.535086f, -0.122974f, 0.112055f];

    /// <param name="Name">What was looked at.</param>
    /// <param name="Said">What was found.</param>
    /// <param name="Cure">One sentence on what to do; null where nothing is to be done.</param>
    /// <param name="IsFatal">Whether trainings here fail, or cannot be relied on.</param>
    private sealed record Finding(string Name, string Said, string? Cure = null, bool IsFatal = false);

    public static Command Create()
    {
        Option<string> device = new("--device")
        {
            Description = "The device to examine: auto, cpu, cuda:0.", HelpName = "DEVICE", DefaultValueFactory = _ => "auto",
        };
        LabCommand command = new(
            "doctor", "Say what is in use here, test it for a second, and say what to do where something is missing.", "--device cuda:0")
        {
            device,
        };
        command.SetAction(parsed => Report([Sdk(), Machine(), Natives(), .. Compute(parsed.GetValue(device)!), Kernel()]));
        return command;
    }

    private static int Report(Finding[] findings)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (Finding finding in findings)
        {
            string mark = finding.IsFatal ? "[red]✗" : finding.Cure is null ? "[green]✓" : "[yellow]!";
            grid.AddRow($"{mark} {finding.Name}[/]", Markup.Escape(finding.Said));
            if (finding.Cure is not null)
            {
                grid.AddRow("", Markup.Escape(finding.Cure));
            }
        }

        AnsiConsole.Write(grid);
        return findings.Any(finding => finding.IsFatal) ? Program.Failure : Program.Success;
    }

    private static Finding Sdk()
    {
        try
        {
            ProcessStartInfo start = new(KernelProcess.Dotnet, "--version")
            {
                RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
            };
            using Process process = Process.Start(start)!;
            string answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? new("SDK", answer) : Missing();
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return Missing();
        }

        static Finding Missing() => new(
            "SDK", "none that suits global.json", "Install the .NET 10 SDK from https://dotnet.microsoft.com/download.", IsFatal: true);
    }

    private static Finding Machine() => new(
        "machine",
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}, "
        + $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB of memory");

    private static Finding Natives()
    {
        string name = OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
            : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";
        string path = Path.Combine(AppContext.BaseDirectory, name);
        return File.Exists(path)
            ? new("native library", path)
            : new("native library", $"{path} is missing", BuildAgain, IsFatal: true);
    }

    private static IEnumerable<Finding> Compute(string name)
    {
        string version = typeof(torch).Assembly.GetName().Version!.ToString(3);
        Finding? broken = null;
        Device device = CPU;
        try
        {
            device = Devices.Open(name);
        }
        catch (Exception failure)
            when (failure is DllNotFoundException or BadImageFormatException or NotSupportedException or TypeInitializationException)
        {
            broken = new(
                "TorchSharp",
                $"{version}, but its native library does not load: {failure.GetBaseException().Message.Split('\n')[0].Trim()}",
                BuildAgain,
                IsFatal: true);
        }

        if (broken is not null)
        {
            yield return broken;
            yield break;
        }

        yield return new("TorchSharp", $"{version}, libtorch {torch.__version__}, {get_num_threads()} threads");
        string? whyNot = device.type == DeviceType.CPU ? Devices.WhyNotCuda() : null;
        yield return new("device", whyNot is null ? $"{device}" : $"{device}: {whyNot}");
        string? wrong = Difference("a convolution", Convolved, Convolve(device)) ?? Difference("a training step", Learned, Learn(device));
        yield return wrong is null
            ? new("arithmetic", $"gives PyTorch's numbers; {GigaFlops(device):N0} GFLOP/s in a 3×3 convolution")
            : new("arithmetic", wrong, "Results here cannot be relied on: report this with all that stands above.", IsFatal: true);
    }

    private static Finding Kernel()
    {
        const string Cure =
            "For notebooks in Jupyter or VS Code: dotnet tool restore, then dotnet run -c Release --project src/Lab -- kernel install.";
        return KernelSpec.Registered() switch
        {
            { Exists: true } registered => new("notebook kernel", $"registered in {registered.Path}"),
            { } registered => new("notebook kernel", $"{registered.Path} names a program that is not there", Cure),
            null => new("notebook kernel", "not registered; \"run\" does not need it", Cure),
        };
    }

    private static string? Difference(string what, float[] expected, float[] found)
    {
        int at = Array.FindIndex([.. expected.Zip(found)], pair => !IsNear(pair.First, pair.Second));
        return at < 0 ? null : $"{what} gives {found[at]} in place {at} where PyTorch gives {expected[at]}";

        // TF32 keeps ten bits of a factor.
        static bool IsNear(float expected, float found) => Math.Abs(expected - found) <= 1e-3 * Math.Max(1, Math.Abs(expected));
    }

    private static float[] Convolve(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor image = tensor(Pattern(32, 7, -3), [1, 2, 4, 4], device: device);
        Tensor kernel = tensor(Pattern(36, 5, -2), [2, 2, 3, 3], device: device);
        return functional.conv2d(image, kernel, padding: [1, 1]).cpu().data<float>().ToArray();

        static float[] Pattern(int count, int period, int shift) =>
            [.. Enumerable.Range(0, count).Select(i => (float)((i % period) + shift))];
    }

    private static float[] Learn(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = tensor(new[] { 1f, 2f, -1f, 0.5f, 0f, -2f, 3f, 1f }, [4, 2], device: device);
        Tensor truth = tensor(new[] { 1f, 0f, 0f, 1f }, device: device);
        using Parameter weight = new(tensor(new[] { 0.25f, -0.5f }, [1, 2], device: device));
        using Parameter bias = new(tensor(new[] { 0.125f }, device: device));
        using SGD optimizer = optim.SGD([weight, bias], 0.5);
        Tensor before = Loss();
        before.backward();
        optimizer.step();
        using IDisposable noGradient = no_grad();
        return [before.item<float>(), Loss().item<float>(), .. weight.cpu().data<float>(), bias.item<float>()];

        Tensor Loss() => functional.binary_cross_entropy_with_logits(functional.linear(rows, weight, bias).squeeze(1), truth);
    }

    private static double GigaFlops(Device device)
    {
        const double Operations = 2.0 * 8 * 64 * 64 * 9 * 56 * 56, Seconds = 0.5;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor images = ones([8, 64, 56, 56], device: device), kernel = ones([64, 64, 3, 3], device: device);
        long started = 0;
        int times = 0;
        for (; started == 0 || Stopwatch.GetElapsedTime(started).TotalSeconds < Seconds; times++)
        {
            // The first one warms up; reading a number waits for the device.
            using Tensor sum = functional.conv2d(images, kernel, padding: [1, 1]).sum();
            sum.item<float>();
            (started, times) = started == 0 ? (Stopwatch.GetTimestamp(), -1) : (started, times);
        }

        return Operations * times / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e9;
    }
}
