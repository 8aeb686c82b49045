using System.Reflection;
using System.Runtime.Loader;

namespace TransferLearning;

/// <summary>
/// Lets Plotly.NET 6, which asks for FSharp.Core 10.1, use the FSharp.Core 10.0 that the last .NET kernel has already loaded.
/// </summary>
/// <remarks>
/// Works only where no FSharp.Core.dll lies beside this library: the kernel would load that one as a second copy, and types of the two do
/// not match.
/// </remarks>
internal static class FSharpCoreBinding
{
    public static void Init() => AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == "FSharp.Core"
        ? Assembly.Load("FSharp.Core") : null;
}
