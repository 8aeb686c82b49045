namespace TorchSharp.Kernels;

/// <summary>
/// Training of a depthwise convolution with its normalisation, plane by plane of a band of a picture's rows: normalised in the cache, filtered, summed;
/// backward, the gradient is taken through the normalisation for the band and the rows around it that it reaches.
/// </summary>
internal static unsafe class DepthwiseTraining<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int BandFloats = 40 * 1024;   // of a plane, before and after: a share of the second-level cache

    private static int Width => Planes<TLanes, TVector>.Width;

    public static void Forward(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        ConvolutionShape s = stage.Shape;
        int channels = s.InputChannels, padded = Planes<TLanes, TVector>.Padded(channels), taps = s.KernelHeight * s.KernelWidth;
        using var packed = new Scratch((long)taps * padded + (previous == null ? 0 : PlaneMap<TLanes, TVector>.Length(channels)));
        float* byTap = packed.Pointer;
        ByTap(stage, byTap);
        PlaneMap<TLanes, TVector>? map = previous == null ? null : new PlaneMap<TLanes, TVector>(previous, byTap + (long)taps * padded);
        Planes<TLanes, TVector> raw = TrainingStep<TLanes, TVector>.Layout(stage, stage.Raw);
        Planes<TLanes, TVector> source = previous == null ? Planes<TLanes, TVector>.ChannelsLast(input, channels) : TrainingStep<TLanes, TVector>.Layout(previous, previous.Raw);
        (int rows, int bands) = Bands(s);
        ChannelSums.InParts(s.Batch * bands, TrainingStep<TLanes, TVector>.Parts(s.Batch * bands), 2 * padded, sums, (_, start, end, sum) =>
        {
            using var local = new Scratch((long)MostInputRows(s, rows) * s.InputWidth * Width);
            for (int unit = start; unit < end; unit++)
            {
                long picture = unit / bands;
                int first = unit % bands * rows, last = Math.Min(first + rows, s.OutputHeight);
                (int from, int to) = Needed(s, first, last);
                for (int plane = 0; plane < raw.Count; plane++)
                {
                    int vectors = raw.Vectors(plane);
                    float* target = raw.At(plane, picture * s.OutputHeight * s.OutputWidth);
                    Image rowsOfInput = Input(s, source, map, plane, picture, from, to, local.Pointer);
                    DepthwiseRows.Forward<TLanes, TVector>(s, rowsOfInput, new Image(target, s.OutputHeight, s.OutputWidth, Width), first, last,
                        vectors * TLanes.Count, byTap + plane * Width, padded, null, Activation.None);
                    PlaneMap<TLanes, TVector>.AddMoments(vectors, (last - first) * s.OutputWidth, target + (long)first * s.OutputWidth * Width, sum + plane * Width, sum + padded + plane * Width);
                }
            }
        });
    }

    public static void Backward(TrainingStage stage, TrainingStage? previous, PlaneGradient<TLanes, TVector> gradient, float* input, Planes<TLanes, TVector> gradOutput,
        Planes<TLanes, TVector> gradInput, double* sumsBefore)
    {
        ConvolutionShape s = stage.Shape;
        int channels = s.InputChannels, padded = Planes<TLanes, TVector>.Padded(channels), taps = s.KernelHeight * s.KernelWidth;
        (int rows, int bands) = Bands(s);
        int parts = TrainingStep<TLanes, TVector>.Parts(s.Batch * bands, taps * padded);
        int mostThrough = Math.Min(s.OutputHeight, rows + (s.KernelHeight - 1) * s.DilationHeight / s.StrideHeight + 2), mostOwn = Math.Min(s.InputHeight, rows * s.StrideHeight + s.StrideHeight);
        using var packed = new Scratch((1L + parts) * taps * padded + (previous == null ? 0 : PlaneMap<TLanes, TVector>.Length(channels)));
        float* byTap = packed.Pointer, weightSums = byTap + (long)taps * padded;
        ByTap(stage, byTap);
        PlaneMap<TLanes, TVector>? map = previous == null ? null : new PlaneMap<TLanes, TVector>(previous, weightSums + (long)parts * taps * padded);
        Planes<TLanes, TVector> raw = TrainingStep<TLanes, TVector>.Layout(stage, stage.Raw);
        Planes<TLanes, TVector> source = previous == null ? Planes<TLanes, TVector>.ChannelsLast(input, channels) : TrainingStep<TLanes, TVector>.Layout(previous, previous.Raw);
        ChannelSums.InParts(s.Batch * bands, parts, previous == null ? 0 : 2 * padded, sumsBefore, (part, start, end, sum) =>
        {
            long throughFloats = (long)mostThrough * s.OutputWidth * Width, valueFloats = (long)MostInputRows(s, rows) * s.InputWidth * Width, ownFloats = (long)mostOwn * s.InputWidth * Width;
            using var local = new Scratch(throughFloats + valueFloats + 2 * ownFloats);
            float* through = local.Pointer, values = through + throughFloats, own = values + valueFloats, weightSum = weightSums + (long)part * taps * padded;
            new Span<float>(weightSum, taps * padded).Clear();
            for (int unit = start; unit < end; unit++)
            {
                long picture = unit / bands;
                int first = unit % bands * rows, last = Math.Min(first + rows, s.OutputHeight);

                // This band's input rows, and the output rows that they, and the weights, take gradients from.
                int ownFrom = Math.Min(first * s.StrideHeight, s.InputHeight), ownTo = last == s.OutputHeight ? s.InputHeight : Math.Min(last * s.StrideHeight, s.InputHeight);
                int throughFrom = Math.Clamp((ownFrom + s.PaddingHeight - (s.KernelHeight - 1) * s.DilationHeight) / s.StrideHeight, 0, first);
                int throughTo = Math.Clamp((ownTo - 1 + s.PaddingHeight) / s.StrideHeight + 1, last, s.OutputHeight), throughPixels = (throughTo - throughFrom) * s.OutputWidth;
                (int from, int to) = Needed(s, first, last);
                long throughFirst = (picture * s.OutputHeight + throughFrom) * s.OutputWidth, ownFirst = (picture * s.InputHeight + ownFrom) * s.InputWidth;
                for (int plane = 0; plane < raw.Count; plane++)
                {
                    int vectors = raw.Vectors(plane), ownPixels = (ownTo - ownFrom) * s.InputWidth;
                    float* g = gradOutput.Read(plane, throughFirst, throughPixels, through, out nint pitch);
                    gradient.Apply(plane, vectors, throughPixels, raw.At(plane, throughFirst), Width, g, pitch, through);
                    var gradientRows = new Image(through - (long)throughFrom * s.OutputWidth * Width, s.OutputHeight, s.OutputWidth, Width);
                    if (stage.GradWeight != null)
                    {
                        Image rowsOfInput = Input(s, source, map, plane, picture, from, to, values);
                        DepthwiseWeights.Add<TLanes, TVector>(s, rowsOfInput, gradientRows, first, last, vectors * TLanes.Count, weightSum + plane * Width, padded);
                    }

                    if (!gradInput.IsEmpty)
                    {
                        Image target = gradInput.AreWhole ? Rows(s, gradInput.At(plane, ownFirst), gradInput.PixelPitch, ownFrom) : Rows(s, own, Width, ownFrom);
                        DepthwiseRows.BackwardInput<TLanes, TVector>(s, gradientRows, target, ownFrom, ownTo, vectors * TLanes.Count, byTap + plane * Width, padded);
                        if (!gradInput.AreWhole)
                        {
                            gradInput.Write(plane, ownFirst, ownPixels, own);
                        }

                        if (previous != null)
                        {
                            TrainingStep<TLanes, TVector>.AddGradientSums(previous, map!.Value, gradInput, plane, ownFirst, ownPixels, own, sum);
                        }
                    }
                }
            }
        });
        if (stage.GradWeight != null)
        {
            for (int i = 0; i < taps * channels; i++)
            {
                float total = 0;
                for (int part = 0; part < parts; part++)
                {
                    total += weightSums[((long)part * taps + i % taps) * padded + i / taps];
                }

                stage.GradWeight[i] = total;
            }
        }
    }

    /// <summary>Rows [from, to) of a plane of a picture's input: where they are, or normalised or copied to <paramref name="local"/>.</summary>
    private static Image Input(in ConvolutionShape s, in Planes<TLanes, TVector> source, PlaneMap<TLanes, TVector>? map, int plane, long picture, int from, int to, float* local)
    {
        long first = (picture * s.InputHeight + from) * s.InputWidth;
        if (map == null && source.AreWhole)
        {
            return Rows(s, source.At(plane, first), source.PixelPitch, from);
        }

        TrainingStep<TLanes, TVector>.Load(source, map, plane, first, (to - from) * s.InputWidth, local);
        return Rows(s, local, Width, from);
    }

    /// <summary>The picture of which rows from <paramref name="firstRow"/> on lie at <paramref name="rows"/>.</summary>
    private static Image Rows(in ConvolutionShape s, float* rows, nint pitch, int firstRow) => new(rows - firstRow * s.InputWidth * pitch, s.InputHeight, s.InputWidth, pitch);

    private static void ByTap(TrainingStage stage, float* byTap)
    {
        int channels = stage.Channels, padded = Planes<TLanes, TVector>.Padded(channels), taps = stage.Shape.KernelHeight * stage.Shape.KernelWidth;
        new Span<float>(byTap, taps * padded).Clear();
        for (int i = 0; i < channels * taps; i++)
        {
            byTap[i % taps * padded + i / taps] = stage.Weight[i];
        }
    }

    /// <summary>Output rows of a band, an even number where there are several bands, and the bands of a picture.</summary>
    private static (int Rows, int Bands) Bands(in ConvolutionShape s)
    {
        int perRow = (s.StrideHeight * s.InputWidth + s.OutputWidth) * Width;
        int bands = Math.Max(1, (s.OutputHeight * perRow + BandFloats - 1) / BandFloats), rows = Math.Min(s.OutputHeight, Math.Max(4, ((s.OutputHeight + bands - 1) / bands + 1) / 2 * 2));
        return (rows, (s.OutputHeight + rows - 1) / rows);
    }

    private static int MostInputRows(in ConvolutionShape s, int rows)
        => Math.Min(s.InputHeight, rows * s.StrideHeight + Math.Max(0, (s.KernelHeight - 1) * s.DilationHeight + 1 - s.StrideHeight));

    /// <summary>Input rows that output rows [first, last) read.</summary>
    private static (int From, int To) Needed(in ConvolutionShape s, int first, int last)
    {
        int from = Math.Clamp(first * s.StrideHeight - s.PaddingHeight, 0, s.InputHeight);
        return (from, Math.Clamp((last - 1) * s.StrideHeight - s.PaddingHeight + (s.KernelHeight - 1) * s.DilationHeight + 1, from, s.InputHeight));
    }
}
