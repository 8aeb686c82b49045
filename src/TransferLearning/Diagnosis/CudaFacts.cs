using System.Runtime.InteropServices;
using TorchSharp;

namespace TransferLearning;

/// <summary>All that tells why CUDA is not found; read off this process and this machine.</summary>
internal sealed record CudaFacts
{
    // Files of libtorch with CUDA, of libtorch without, and of the driver, as Linux and Windows call them.
    private static readonly string[] CudaNames = ["libtorch_cuda.so", "torch_cuda.dll"], CpuNames = ["libtorch_cpu.so", "torch_cpu.dll", "libtorch_cpu.dylib"];
    private static readonly string[] DriverNames = ["libcuda.so.1", "nvcuda.dll"];

    /// <summary>Whether the TorchSharp in this process is the managed edition.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether there is a CUDA build of libtorch for this system at all: Linux and Windows on x64.</summary>
    public bool IsSupportedSystem { get; init; } = true;

    /// <summary>Names of the packages that the program was built with, where its .deps.json tells.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Whether libtorch with CUDA lies where it is looked for.</summary>
    public bool HasCudaFiles { get; init; }

    /// <summary>Whether libtorch itself lies there, with CUDA or without.</summary>
    public bool HasTorchFiles { get; init; }

    /// <summary>Where it was looked for.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Whether NVIDIA's driver could be loaded.</summary>
    public bool HasDriver { get; init; }

    /// <summary>Newest CUDA that the driver knows: 12080 is 12.8; 0 when unknown.</summary>
    public int DriverCuda { get; init; }

    /// <summary>GPUs that the driver shows to this process; -1 when unknown.</summary>
    public int Gpus { get; init; } = -1;

    /// <summary>What CUDA_VISIBLE_DEVICES says, if anything.</summary>
    public string? VisibleDevices { get; init; }

    /// <summary>Whether somebody could expect CUDA here: NVIDIA's driver is there, or the packages with CUDA are built in.</summary>
    public bool IsExpected => HasDriver || Packages.Any(package => package.Contains("-cuda-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks around.</summary>
    public static CudaFacts Gather()
    {
        string[] folders = [.. NativeFolders().Where(Directory.Exists).Distinct()];
        (bool hasDriver, int driverCuda, int gpus) = Driver();
        return new CudaFacts
        {
            IsEmbedded = EngineFacts.IsEmbedded(typeof(torch).Assembly),
            IsSupportedSystem = RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS(),
            Packages = DependencyFile.Packages(typeof(CudaFacts).Assembly),
            HasCudaFiles = folders.Any(folder => CudaNames.Any(name => File.Exists(Path.Combine(folder, name)))),
            HasTorchFiles = folders.Any(folder => CpuNames.Any(name => File.Exists(Path.Combine(folder, name)))),
            Folders = folders,
            HasDriver = hasDriver,
            DriverCuda = driverCuda,
            Gpus = gpus,
            VisibleDevices = Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"),
        };
    }

    private static IEnumerable<string> NativeFolders()
    {
        string[] bases = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? ""];
        foreach (string folder in bases.Where(folder => folder.Length > 0))
        {
            yield return Path.TrimEndingDirectorySeparator(folder);
            string runtimes = Path.Combine(folder, "runtimes");
            foreach (string runtime in Directory.Exists(runtimes) ? Directory.GetDirectories(runtimes) : [])
            {
                yield return Path.Combine(runtime, "native");
            }
        }

        // Where the runtime was told to look: the packages' own folders, when a program runs from its build folder.
        foreach (string folder in (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Path.TrimEndingDirectorySeparator(folder);
        }
    }

    private static (bool IsThere, int Cuda, int Gpus) Driver()
    {
        nint library = 0;
        if (!DriverNames.Any(name => NativeLibrary.TryLoad(name, out library)))
        {
            return (false, 0, -1);
        }

        int version = Ask(library, "cuDriverGetVersion"), gpus = -1;
        if (NativeLibrary.TryGetExport(library, "cuInit", out nint initialise))
        {
            gpus = Marshal.GetDelegateForFunctionPointer<Initialise>(initialise)(0) == 0 ? Ask(library, "cuDeviceGetCount") : 0;
        }

        return (true, version, gpus);
    }

    private static int Ask(nint library, string function) =>
        NativeLibrary.TryGetExport(library, function, out nint address) && Marshal.GetDelegateForFunctionPointer<Question>(address)(out int answer) == 0 ? answer : 0;

    private delegate int Initialise(uint flags);

    private delegate int Question(out int answer);
}
