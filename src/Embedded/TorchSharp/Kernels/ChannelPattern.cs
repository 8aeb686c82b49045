using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// Per-channel numbers repeated into a pattern of a few hundred, a whole number of rows and (where rows suffice) of vectors: rows of channels are then a flat
/// array with a period, and every channel count runs at full vector width.
/// </summary>
internal static unsafe class ChannelPattern
{
    private const int WantedFloats = 512;

    /// <summary>Rows in one period.</summary>
    public static int Rows(int channels)
    {
        int rows = Math.Max(1, WantedFloats / channels);
        return channels % Vector<float>.Count == 0 ? rows : (rows + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
    }

    /// <summary>Fills a period from its first row.</summary>
    public static void Repeat(float* values, int channels)
    {
        for (int i = 1; i < Rows(channels); i++)
        {
            new ReadOnlySpan<float>(values, channels).CopyTo(new Span<float>(values + i * channels, channels));
        }
    }
}
