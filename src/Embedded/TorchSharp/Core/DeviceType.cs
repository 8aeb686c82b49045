namespace TorchSharp;

/// <summary>Where a tensor's numbers live. This edition computes on the CPU only.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MPS = 13,
    META = 14,
}
