namespace TransferLearning;

/// <summary>Which of the known causes it is that CUDA is not found, and the mend.</summary>
internal static class CudaDiagnosis
{
    // libtorch of TorchSharp 0.107 is built for CUDA 12.8, and runs on any driver that knows some CUDA 12.
    private const int NeededCuda = 12_000;
    private const string Setup = "dotnet run -c Release --project src/Lab -- setup";

    /// <summary>The first cause that holds.</summary>
    public static Finding Of(CudaFacts facts)
    {
        bool hasCpuPackage = HasPackage(facts, "libtorch-cpu") || HasPackage(facts, "TorchSharp-cpu");
        bool hasCudaPackage = HasPackage(facts, "libtorch-cuda") || HasPackage(facts, "TorchSharp-cuda");
        return facts switch
        {
            { IsSupportedSystem: false } => new("There is no CUDA build of libtorch for this system.", "Use Linux or Windows on x64, or stay on the CPU."),
            { IsEmbedded: true } => new("This is the embedded build, which computes on the CPU.", $"Run \"{Setup} --build cuda\" on a machine with an NVIDIA GPU."),
            _ when hasCpuPackage && hasCudaPackage => new(
                "Two TorchSharp packages are referenced, with CUDA and without, and the one without was loaded.",
                "Keep one only: remove TorchSharp-cpu and libtorch-cpu, delete the folder artifacts, and build again."),
            _ when hasCpuPackage => new("The package without CUDA (TorchSharp-cpu) was built in.", $"Run \"{Setup} --build cuda\", or build with -p:Packages=NuGet -p:Torch=cuda."),
            { HasTorchFiles: false } => new(
                $"No file of libtorch lies where this process looks for it ({string.Join(", ", facts.Folders)}).",
                $"Run \"{Setup}\", which fills artifacts/notebooks, let the notebook's #r name the library there, and restart the kernel."),
            { HasCudaFiles: false } => new(
                $"libtorch is there without its CUDA part ({string.Join(", ", facts.Folders)}).",
                $"Run \"{Setup} --build cuda\", and in a notebook restart the kernel."),
            { HasDriver: false } => new(
                "NVIDIA's driver is not on this machine, or not in this container.",
                "Install it (nvidia-smi must then work); a container has to be started with --gpus all."),
            { DriverCuda: > 0 and < NeededCuda } => new(
                $"NVIDIA's driver is too old: it knows CUDA {facts.DriverCuda / 1000}.{facts.DriverCuda % 1000 / 10}, and libtorch is built for 12.8.",
                "Install driver 570 or newer (525 is the least)."),
            { Gpus: 0, VisibleDevices: { } hidden } => new($"The driver shows no GPU to this process; CUDA_VISIBLE_DEVICES is \"{hidden}\".", "Unset it, or name a GPU that is there."),
            { Gpus: 0 } => new("NVIDIA's driver is there but finds no GPU.", "Look at what nvidia-smi says; a container has to be started with --gpus all."),
            _ => new(
                "libtorch with CUDA, the driver and a GPU are there, and yet libtorch was loaded without CUDA.",
                "Something used a tensor before CUDA was asked for: restart the kernel and call Devices.Open() in the first cell, or torch.InitializeDeviceType(DeviceType.CUDA)."),
        };
    }

    private static bool HasPackage(CudaFacts facts, string start) => facts.Packages.Any(package => package.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
