using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Finds the device that a setting names. One setting says where everything is computed: "auto", "cpu", "cuda", or "cuda:1".</summary>
public static class Devices
{
    /// <summary>The first CUDA GPU where there is one, otherwise the CPU.</summary>
    public const string Automatic = "auto";

    /// <summary>
    /// Prepares a device. CUDA is asked for before anything else touches a tensor: a native library that has been loaded without CUDA stays
    /// without it until the process ends. Matrix products and convolutions then use TF32, as PyTorch's users do for training.
    /// </summary>
    /// <param name="setting">"auto", "cpu", "cuda" (the first GPU) or "cuda:" and a number.</param>
    /// <exception cref="UserMistakeException">There is no such device, or TorchSharp's native library does not load; the sentence says why, and the mend.</exception>
    public static Device Open(string setting = Automatic)
    {
        try
        {
            return Find(setting);
        }
        catch (Exception exception) when (NativeLibraryDiagnosis.IsOf(exception))
        {
            throw new UserMistakeException(NativeLibraryDiagnosis.Of(exception).ToString(), exception);
        }
    }

    private static Device Find(string setting)
    {
        if (GpuOf(setting) is not int gpu)
        {
            return CPU;
        }

        bool hasCuda = TryInitializeDeviceType(DeviceType.CUDA);
        if (!hasCuda || gpu >= cuda.device_count())
        {
            return IsAutomatic(setting) ? CPU : throw NotThere(setting, hasCuda);
        }

        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = true;
        return new Device(DeviceType.CUDA, gpu);
    }

    /// <summary>Which GPU a setting would take; null for the CPU.</summary>
    private static int? GpuOf(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        string[] parts = setting.Trim().ToLowerInvariant().Split(':');
        return parts switch
        {
            ["cpu"] => null,
            [Automatic] or ["cuda"] => 0,
            ["cuda", var number] when int.TryParse(number, out int index) && index >= 0 => index,
            _ => throw new UserMistakeException($"There is no device \"{setting}\"; choose \"{Automatic}\", \"cpu\", \"cuda\", or one of several GPUs as in \"cuda:1\"."),
        };
    }

    private static bool IsAutomatic(string setting) => setting.Trim().Equals(Automatic, StringComparison.OrdinalIgnoreCase);

    private static UserMistakeException NotThere(string setting, bool hasCuda)
    {
        if (hasCuda)
        {
            return new UserMistakeException($"There is no device \"{setting}\": this machine has {cuda.device_count()} CUDA GPU(s), counted from 0.");
        }

        Finding why = CudaDiagnosis.Of(CudaFacts.Gather());
        return new UserMistakeException($"CUDA was asked for (\"{setting}\") and is not there: {why.Problem} {why.Mend}");
    }
}
