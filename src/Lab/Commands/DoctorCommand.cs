using System.CommandLine;
using System.Runtime.InteropServices;
using Lab.Notebooks;
using TorchSharp;
using TransferLearning;
using static TorchSharp.torch;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab doctor</c>: what is in use here, whether it computes rightly, and what to do where something is missing.</summary>
internal static class DoctorCommand
{
    // What PyTorch 1.13 computes: tests/Lab.Tests/record_doctor.py.
    private static readonly float[] Convolved =
        [-4, -4, 4, 3, -1, -2, 9, -11, 2, 14, -3, 5, -8, 11, -3, -10, 7, 0, -3, 5, -1, -8, 0, 9, -15, -11, 18, -14, 6, 4, 5, 10];

    public static Command Create()
    {
        Option<string> device = Device("The device to test");
        Command command = new("doctor", "Tell what is installed here, test it, and say what to do where something is missing.") { device };
        command.SetAction(parsed => Examine(parsed.GetValue(device)!));
        return command;
    }

    private static int Examine(string name)
    {
        Say('✓', "machine", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
            + $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB of memory");
        string version = typeof(torch).Assembly.GetName().Version!.ToString(3);
        bool isRight = false;
        try
        {
            Device device = Devices.Open(name);
            bool hasCores = get_num_threads() <= Environment.ProcessorCount;   // libtorch counts the machine's, whatever a container allows
            string cure = hasCores ? "" : ", which wait for each other on fewer cores: set the environment variable "
                + $"OMP_NUM_THREADS={Environment.ProcessorCount}";
            Say(hasCores ? '✓' : '!', "TorchSharp", $"{version}, libtorch {torch.__version__}, {get_num_threads()} threads{cure}");
            Say('✓', "device", device.type == DeviceType.CPU && Devices.WhyNotCuda() is { } whyNot ? $"{device}: {whyNot}" : $"{device}");
            float[] found = Convolve(device);
            isRight = Convolved.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) < 0.02);   // TF32 keeps ten bits of a factor
            Say(isRight ? '✓' : '✗', "arithmetic", isRight ? "gives PyTorch's numbers"
                : $"a convolution gives {string.Join(" ", found)} where PyTorch gives {string.Join(" ", Convolved)}. "
                    + "Results here cannot be relied on: report this with all that stands above.");
        }
        catch (Exception failure)
            when (failure is DllNotFoundException or BadImageFormatException or NotSupportedException or TypeInitializationException)
        {
            string reason = failure.GetBaseException().Message.Split('\n')[0].Trim();
            Say('✗', "TorchSharp", $"{version}, but its native library does not load: {reason}. Delete the folder artifacts and build "
                + "again; if that does not help, use the container (.devcontainer).");
        }

        string? kernel = KernelSpec.Registered();
        Say(kernel is null ? '!' : '✓', "notebook kernel", kernel is not null ? $"registered in {kernel}"
            : "not registered; \"run\" does not need it. For notebooks in Jupyter or VS Code: dotnet tool restore, then kernel install.");
        return isRight ? Program.Success : Program.Failure;

        static void Say(char mark, string what, string found) => Console.WriteLine($"{mark} {what,-16} {found}");
    }

    private static float[] Convolve(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor image = tensor(Pattern(32, 7, -3), [1, 2, 4, 4], device: device);
        Tensor kernel = tensor(Pattern(36, 5, -2), [2, 2, 3, 3], device: device);
        return nn.functional.conv2d(image, kernel, padding: [1, 1]).cpu().data<float>().ToArray();

        static float[] Pattern(int count, int period, int shift) =>
            [.. Enumerable.Range(0, count).Select(i => (float)((i % period) + shift))];
    }
}
