using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Threads that operations use.</summary>
    public static int get_num_threads() => Workers.Count;

    /// <summary>Sets how many threads operations use. Results are the same to the bit only for the same number.</summary>
    public static void set_num_threads(int num) =>
        Workers.Count = num > 0 ? num : throw Failure.Torch("set_num_threads expects a positive integer");
}
