using System.Diagnostics;

namespace TransferLearning.Tests;

/// <summary>Debian's PyTorch, where it is installed: the oracle for what cannot be recorded, such as features of photographs.</summary>
internal static class PyTorch
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Here = new(() => File.Exists(Python) && Run("-c", "import torch, torchvision").ExitCode == 0);

    public static bool IsHere => Here.Value;

    public static (int ExitCode, string Error) Run(params string[] arguments)
    {
        using Process process =
            Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        return (process.ExitCode, error);
    }
}
