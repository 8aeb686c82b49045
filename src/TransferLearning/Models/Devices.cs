namespace TransferLearning;

/// <summary>Where to compute.</summary>
public static class Devices
{
    /// <summary>
    /// Prepares a device. In a notebook this must come before any tensor: a native library that was loaded without CUDA stays without it
    /// until the process ends. Matrix products and convolutions on a GPU then use TF32, as PyTorch's users do for training.
    /// </summary>
    /// <param name="device">"auto" (the first CUDA GPU where there is one, else the CPU), "cpu" or "cuda" (also "cuda:0").</param>
    /// <exception cref="UserMistakeException">There is no such device; the sentence says why.</exception>
    public static Device Open(string device = "auto")
    {
        string wanted = device.Trim().ToLowerInvariant();
        UserMistakeException.ThrowIf(wanted is not ("auto" or "cpu" or "cuda" or "cuda:0"),
            $"There is no device \"{device}\"; choose \"auto\", \"cpu\" or \"cuda\" (of several GPUs, set CUDA_VISIBLE_DEVICES).");

        if (wanted == "cpu")
        {
            return CPU;
        }

        if (WhyNotCuda() is { } reason)
        {
            return wanted == "auto"
                ? CPU
                : throw new UserMistakeException($"CUDA was asked for (\"{device}\") and is not there: {reason}");
        }

        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = true;
        return new Device(DeviceType.CUDA, 0);
    }

    /// <summary>In a sentence: why CUDA is not used; null when it is.</summary>
    public static string? WhyNotCuda()
    {
        if (TryInitializeDeviceType(DeviceType.CUDA))
        {
            return null;
        }

        string folder = Path.GetDirectoryName(typeof(Devices).Assembly.Location)!;
        bool hasLibrary = Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*torch_cuda*").Any();
        bool hasDriver = File.Exists("/proc/driver/nvidia/version") || File.Exists(Path.Combine(Environment.SystemDirectory, "nvcuda.dll"));
        return (hasDriver, hasLibrary) switch
        {
            (false, _) => "this machine has no NVIDIA driver.",
            (true, false) => "there is an NVIDIA driver, but this build carries libtorch for the CPU; build it with -p:Torch=cuda.",
            _ => "driver and library are here, but CUDA does not start: the driver may be older than CUDA 12.8 needs, or a tensor "
                + "was made before the device was opened (restart the kernel).",
        };
    }
}
