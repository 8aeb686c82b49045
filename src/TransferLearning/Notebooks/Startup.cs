using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace TransferLearning;

/// <summary>What happens when the library is loaded.</summary>
internal static class Startup
{
    /// <summary>Whether this runs in a notebook's kernel.</summary>
    public static bool IsInKernel { get; } =
        AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive");

    /// <summary>Runs as soon as anything of this library is touched; a cell's <c>#r</c> and <c>using</c> alone do not start it.</summary>
#pragma warning disable CA2255 // a notebook's cells are the application; nothing else starts a library there
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run()
    {
        // Plotly.NET 6 asks for FSharp.Core 10.1, and the last .NET kernel has already loaded 10.0. That one will do, as long as no
        // FSharp.Core.dll lies beside this library: the kernel would load it as a second copy, and types of the two do not match.
        AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == "FSharp.Core" ? Assembly.Load("FSharp.Core") : null;
        if (IsInKernel)
        {
            Formatters.Register();

            // The kernel follows its machine's culture; figures in cells must agree with the lesson's text everywhere.
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        }

        Speed.Start();
    }
}
