using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Pixels × channels as training keeps them between the stages of a chain: two vectors of channels of all pixels lie together (a plane), then the next two.
/// A plane is what <see cref="MatrixTile"/> writes, reads and takes as packed operand, what a depthwise filter walks along, and has one pair of vectors of
/// per-channel numbers. What a chain takes in and gives out is channels-last, and is read and written through a copy of a block of it.
/// </summary>
internal readonly unsafe struct Planes<TLanes, TVector>(float* start, int channels, nint pixelPitch, nint planePitch)
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public readonly nint PixelPitch = pixelPitch, PlanePitch = planePitch;

    /// <summary>Channels of a plane.</summary>
    public static int Width => 2 * TLanes.Count;

    public bool IsEmpty => start == null;

    public int Count => CountOf(channels);

    /// <summary>Whether pixels of a plane lie beside each other, filled up to its width.</summary>
    public bool AreDense => PixelPitch == Width && (PlanePitch != Width || channels == Width);

    /// <summary>Whether whole vectors can be read where they are.</summary>
    public bool AreWhole => AreDense || channels % TLanes.Count == 0;

    public static int CountOf(int channels) => (channels + Width - 1) / Width;

    /// <summary>Channels filled up to whole planes.</summary>
    public static int Padded(int channels) => CountOf(channels) * Width;

    public static Planes<TLanes, TVector> Dense(float* start, int channels, long pixels) => new(start, channels, Width, (nint)pixels * Width);

    public static Planes<TLanes, TVector> ChannelsLast(float* start, int channels) => new(start, channels, channels, Width);

    /// <summary>Channels that a plane really has.</summary>
    public int Columns(int plane) => Math.Min(Width, channels - plane * Width);

    /// <summary>Vectors in which they lie.</summary>
    public int Vectors(int plane) => Columns(plane) > TLanes.Count ? 2 : 1;

    public float* At(int plane, long pixel) => start + plane * PlanePitch + pixel * PixelPitch;

    /// <summary>All planes as the left operand of a product, from some pixel on.</summary>
    public MatrixTile.Operand Operand => new(PixelPitch, 1, Math.Min(Width, channels), Columns(Count - 1), Count, PlanePitch, 1, 0);

    /// <summary>The planes from some pixel on.</summary>
    public Planes<TLanes, TVector> From(long pixel) => new(At(0, pixel), channels, PixelPitch, PlanePitch);

    /// <summary>Some pixels of a plane, <paramref name="pitch"/> apart: where they are, or copied to <paramref name="local"/>.</summary>
    public float* Read(int plane, long pixel, int pixels, float* local, out nint pitch)
    {
        pitch = PixelPitch;
        return AreWhole ? At(plane, pixel) : ReadDense(plane, pixel, pixels, local, out pitch);
    }

    /// <summary>Copies some pixels of a plane to <paramref name="local"/>.</summary>
    public float* ReadDense(int plane, long pixel, int pixels, float* local, out nint pitch)
    {
        pitch = Width;
        Copy(At(plane, pixel), PixelPitch, local, Width, Columns(plane), pixels, true);
        return local;
    }

    /// <summary>Notes some pixels of all planes as what will be read.</summary>
    public void Announce(Prefetcher ahead, long pixel, int pixels)
    {
        if (!AreDense)
        {
            ahead.Add(At(0, pixel), (long)pixels * channels);
            return;
        }

        for (int plane = 0; plane < Count; plane++)
        {
            ahead.Add(At(plane, pixel), (long)pixels * Width);
        }
    }

    /// <summary>Writes some dense pixels to a plane.</summary>
    public void Write(int plane, long pixel, int pixels, float* local) => Copy(local, Width, At(plane, pixel), PixelPitch, Columns(plane), pixels, false);

    // Whole vectors, the last one going back over columns that are done; what fills up a plane is zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, nint fromPitch, float* to, nint toPitch, int columns, int pixels, bool fill)
    {
        int lanes = TLanes.Count, last = columns - lanes;
        for (int i = 0; i < pixels; i++, from += fromPitch, to += toPitch)
        {
            if (fill && columns % lanes != 0)
            {
                TLanes.Store(default, to + (columns > lanes ? lanes : 0));
            }

            if (last >= 0)
            {
                TLanes.Store(TLanes.Load(from), to);
                TLanes.Store(TLanes.Load(from + last), to + last);
                continue;
            }

            for (int c = 0; c < columns; c++)
            {
                to[c] = from[c];
            }
        }
    }
}
