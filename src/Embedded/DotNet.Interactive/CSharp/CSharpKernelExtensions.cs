using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.CSharp;

/// <summary>Sets a C# kernel up.</summary>
public static class CSharpKernelExtensions
{
    /// <summary>Lets cells call <c>display</c>, <c>HTML</c> and the like without a prefix.</summary>
    public static CSharpKernel UseKernelHelpers(this CSharpKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.DeferCommand(new SubmitCode($"using static {typeof(Kernel).FullName};"));
        return kernel;
    }
}
