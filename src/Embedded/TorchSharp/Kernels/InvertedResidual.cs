namespace TorchSharp.Kernels;

/// <summary>
/// 1×1 (or nothing), depthwise, 1×1 (or nothing): the inverted residual of MobileNetV2. Its wide activations are most of the traffic, and never leave the
/// caches: each worker takes a band of a picture's rows, or a few small pictures, and widens two vectors of channels of it into a plane of their own
/// (which is how <see cref="MatrixTile"/> computes them anyway), filters that plane at once into another, and narrows when all planes of the band are there.
/// A plane's pixels lie close together, whatever the number of channels. Widened rows that the next band needs again are kept, not computed twice.
/// </summary>
internal sealed unsafe class InvertedResidual<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int BandFloats = 96 * 1024;       // of the filtered planes of one band: less than half of a second-level cache
    private const int PixelsPerShare = 400;
    private const int PlaneFloats = 24 * 1024;      // of a widened plane

    private readonly ChainStage? widen, narrow;
    private readonly ChainStage filter;

    /// <param name="stages">The depthwise one's channels are a whole number of vectors.</param>
    public InvertedResidual(ReadOnlySpan<ChainStage> stages)
    {
        widen = stages[0].Shape.IsPointwise ? stages[0] : null;
        filter = stages[widen == null ? 0 : 1];
        narrow = stages[^1] == filter ? null : stages[^1];
    }

    private static int PanelWidth => 2 * TLanes.Count;

    public void Run(float* input, float* output)
    {
        ConvolutionShape s = filter.Shape;
        int taps = s.KernelHeight * s.KernelWidth;
        using var packedWiden = new Scratch(PackedLength(widen));
        using var packedNarrow = new Scratch(PackedLength(narrow));
        using var packedFilter = new Scratch((long)taps * s.InputChannels);
        float* widenWeights = packedWiden.Pointer, narrowWeights = packedNarrow.Pointer, byTap = packedFilter.Pointer;
        Pack(widen, widenWeights);
        Pack(narrow, narrowWeights);
        DepthwiseConvolution.ByTap(filter.Weight, taps, s.InputChannels, byTap);
        // Small pictures share tiles of the product; of large ones a single one is the smallest share, so that nobody waits long for the last.
        int smallest = Math.Clamp(PixelsPerShare / (s.OutputHeight * s.OutputWidth), 1, Math.Max(1, s.Batch / (8 * Workers.Count)));
        Workers.Each(s.Batch, smallest, (start, end) => Pictures(start, end, input, widenWeights, byTap, narrowWeights, output));
    }

    private static long PackedLength(ChainStage? stage) => stage == null ? 0
        : Gemm.PackedLength<TLanes, TVector>(stage.Shape.OutputChannels, stage.Shape.InputChannels + 1);

    // The panels, and behind them the bias, filled up with zeros.
    private static void Pack(ChainStage? stage, float* packed)
    {
        if (stage == null)
        {
            return;
        }

        int inputs = stage.Shape.InputChannels, outputs = stage.Shape.OutputChannels;
        Packing.SharedPanels(new Gemm.Matrix(stage.Weight, 1, inputs), inputs, outputs, PanelWidth, TLanes.Count, 1, packed);
        float* bias = packed + Gemm.PackedLength<TLanes, TVector>(outputs, inputs);
        new Span<float>(bias, (outputs + PanelWidth - 1) / PanelWidth * PanelWidth).Clear();
        if (stage.Bias != null)
        {
            new ReadOnlySpan<float>(stage.Bias, outputs).CopyTo(new Span<float>(bias, outputs));
        }
    }

    /// <summary>The 1×1 convolution's outputs [first, first + a panel) for some pixels of the input, which lie as <paramref name="operand"/> says.</summary>
    private static void Multiply(ChainStage stage, float* input, in MatrixTile.Operand operand, float* packed, int pixels, int first, float* output, nint outputPitch)
    {
        int inputs = stage.Shape.InputChannels, outputs = stage.Shape.OutputChannels;
        Gemm.Panel<TLanes, TVector>(input, operand, packed + (long)first * inputs, pixels, Math.Min(PanelWidth, outputs - first), output, outputPitch,
            packed + Gemm.PackedLength<TLanes, TVector>(outputs, inputs) + first, stage.Activation);
    }

    private void Pictures(int start, int end, float* input, float* widenWeights, float* byTap, float* narrowWeights, float* output)
    {
        ConvolutionShape s = filter.Shape;
        int wide = s.InputChannels, planes = (wide + PanelWidth - 1) / PanelWidth, height = s.InputHeight, width = s.InputWidth, outputHeight = s.OutputHeight, outputWidth = s.OutputWidth;
        int inputs = (widen ?? filter).Shape.InputChannels, outputs = (narrow ?? filter).Shape.OutputChannels;

        // Several small pictures at once, or one, or a band of output rows of it.
        int overlap = Math.Max(0, (s.KernelHeight - 1) * s.DilationHeight + 1 - s.StrideHeight);
        int together = Math.Clamp(Math.Min(BandFloats / (outputHeight * outputWidth * wide), PlaneFloats / (height * width * PanelWidth)), 1, end - start);
        int rows = Math.Clamp(Math.Min(BandFloats / (outputWidth * wide), (PlaneFloats / (width * PanelWidth) - overlap) / s.StrideHeight), 2, outputHeight + 1) / 2 * 2;
        rows = rows >= outputHeight ? outputHeight : rows;
        int planeRows = Math.Min(height, overlap + rows * s.StrideHeight), rowFloats = width * PanelWidth;
        long planeFloats = (long)together * rows * outputWidth * PanelWidth;
        using var planeBuffer = new Scratch(widen == null ? 0 : (long)together * planeRows * rowFloats);
        using var keptBuffer = new Scratch(widen == null || rows == outputHeight ? 0 : (long)planes * overlap * rowFloats);
        using var filteredBuffer = new Scratch(narrow == null ? 0 : planes * planeFloats);
        for (int n = start; n < end; n += together)
        {
            int pictures = Math.Min(together, end - n);
            float* source = input + (long)n * height * width * inputs, target = output + (long)n * outputHeight * outputWidth * outputs;
            var band = new Band { To = 0 };
            for (int first = 0; first < outputHeight; first += rows)
            {
                int last = Math.Min(first + rows, outputHeight);
                band = band.Next(s, first, last, last == outputHeight);
                for (int c = 0; c < wide; c += PanelWidth)
                {
                    var from = new Image(source + c, height, width, inputs);
                    if (widen != null)
                    {
                        Widen(band, pictures, c, source, widenWeights, planeBuffer.Pointer, keptBuffer.Pointer + (long)(c / PanelWidth) * overlap * rowFloats);
                        from = new Image(planeBuffer.Pointer - (long)band.From * rowFloats, height, width, PanelWidth);
                    }

                    float* filtered = filteredBuffer.Pointer + c / PanelWidth * planeFloats;
                    Image to = narrow == null ? new Image(target + c, outputHeight, outputWidth, outputs)
                        : new Image(filtered - (long)first * outputWidth * PanelWidth, outputHeight, outputWidth, PanelWidth);
                    for (int i = 0; i < pictures; i++)
                    {
                        DepthwiseRows.Forward<TLanes, TVector>(s, from, to, first, last, Math.Min(PanelWidth, wide - c), byTap + c, wide, filter.Bias == null ? null : filter.Bias + c, filter.Activation);
                        from = from.Next();
                        to = to.Next();
                    }
                }

                if (narrow != null)
                {
                    var operand = new MatrixTile.Operand(PanelWidth, 1, PanelWidth, wide - (planes - 1) * PanelWidth, planes, (nint)planeFloats, 1, 0);
                    for (int o = 0; o < outputs; o += PanelWidth)
                    {
                        Multiply(narrow, filteredBuffer.Pointer, operand, narrowWeights, pictures * (last - first) * outputWidth, o, target + (long)first * outputWidth * outputs + o, outputs);
                    }
                }
            }
        }
    }

    /// <summary>Input rows [From, To) of a band, of which the first <see cref="Kept"/> were widened for the band before; the next band begins at <see cref="NextFrom"/>.</summary>
    private readonly record struct Band(int From, int To, int Kept, int NextFrom)
    {
        public Band Next(in ConvolutionShape s, int first, int last, bool isLast)
        {
            int from = Math.Clamp(first * s.StrideHeight - s.PaddingHeight, 0, s.InputHeight);
            int to = Math.Clamp((last - 1) * s.StrideHeight - s.PaddingHeight + (s.KernelHeight - 1) * s.DilationHeight + 1, from, s.InputHeight);
            int next = isLast ? to : Math.Clamp(last * s.StrideHeight - s.PaddingHeight, from, to);
            return new Band(from, to, Math.Max(0, To - from), next);
        }
    }

    /// <summary>Fills a plane with the widened rows of a band, and keeps those that the next band needs.</summary>
    private void Widen(in Band band, int pictures, int channel, float* input, float* weights, float* plane, float* kept)
    {
        ConvolutionShape s = widen!.Shape;
        int rowFloats = s.InputWidth * PanelWidth, keptFloats = band.Kept * rowFloats, inputRow = s.InputWidth * s.InputChannels;
        new ReadOnlySpan<float>(kept, keptFloats).CopyTo(new Span<float>(plane, keptFloats));

        // Several pictures are whole ones, one behind the other.
        int begin = band.From + band.Kept, rows = pictures > 1 ? pictures * s.InputHeight : band.To - begin;
        var operand = new MatrixTile.Operand(s.InputChannels, 1, s.InputChannels);
        Multiply(widen, input + (long)begin * inputRow, operand, weights, rows * s.InputWidth, channel, plane + keptFloats, PanelWidth);
        int keep = (band.To - band.NextFrom) * rowFloats;
        new ReadOnlySpan<float>(plane + (long)(band.NextFrom - band.From) * rowFloats, keep).CopyTo(new Span<float>(kept, keep));
    }
}
