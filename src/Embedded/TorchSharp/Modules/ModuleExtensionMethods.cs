using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moving modules between devices and element types; the embedded edition has the CPU and float32.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(device);
        return module.to(device.type);
    }

    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module => module.to(new Device(device));

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => deviceType == DeviceType.CPU
            ? module
            : throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine. Trace from LoadNativeBackend:");

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module => type == ScalarType.Float32 ? module : throw Failure.NotHere($"modules of {type}");

    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module;

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => module.to(DeviceType.CUDA, deviceIndex);
}
