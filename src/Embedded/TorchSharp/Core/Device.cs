namespace TorchSharp;

public static partial class torch
{
    /// <summary>The device that tensors of this edition live on.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA => new(DeviceType.CUDA);

    /// <summary>Parses "cpu", "cuda", "cuda:0".</summary>
    public static Device device(string description) => new(description);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device get_default_device() => CPU;

    /// <summary>Checks that a kind of device can be used; the published package loads its native library here.</summary>
    /// <exception cref="InvalidOperationException">The device is not the CPU.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType != DeviceType.CPU)
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine. The embedded edition of TorchSharp computes on the CPU.");
        }
    }

    /// <summary>Whether a kind of device can be used.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.CPU;

    /// <summary>Checks that a device can be used and returns it.</summary>
    public static Device InitializeDevice(Device? device)
    {
        InitializeDeviceType(device?.type ?? DeviceType.CPU);
        return device ?? CPU;
    }

    /// <summary>A kind of device and its number; -1 is the current one.</summary>
    public class Device
    {
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            int colon = description.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? description : description[..colon];
            if (!Enum.TryParse(name, ignoreCase: true, out DeviceType parsed) || int.TryParse(name, out _))
            {
                throw new ArgumentException($"Invalid device description: '{description}'");
            }
            type = parsed;
            int number = -1;
            if (colon >= 0 && !int.TryParse(description[(colon + 1)..], out number))
            {
                throw new ArgumentException($"Invalid device description: '{description}'");
            }
            index = number;
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";
    }
}
