namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Asks a kernel to run code.</summary>
public class SubmitCode(string code, string? targetKernelName = null) : KernelCommand(targetKernelName)
{
    /// <summary>The code of a cell.</summary>
    public string Code { get; } = code ?? throw new ArgumentNullException(nameof(code));

    /// <summary>For a debugger: the code on one line.</summary>
    public override string ToString() => $"{nameof(SubmitCode)}: {Code.ReplaceLineEndings(" ")}";
}
