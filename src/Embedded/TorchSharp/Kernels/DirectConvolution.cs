using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Convolutions of any kernel, without a matrix of patches: a band of rows is copied with its zero border, and then every output pixel of a row
/// finds its patch at a fixed distance from its neighbour's, so that <see cref="MatrixTile"/> multiplies the patches where they lie
/// (its runs are the kernel's rows) with the packed filters. The gradient of the input is the same over the gradient of the output, with turned
/// filters; a stride s falls into s × s such convolutions, one for each remainder of the input pixel, with the taps that reach it.
/// </summary>
internal static unsafe class DirectConvolution
{
    private const int BandFloats = 48 * 1024;   // copied rows of one band: a share of the second-level cache

    public static void Forward(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation)
    {
        ConvolutionShape s = shape;
        int inputs = s.InputChannels / s.Groups, outputs = s.OutputChannels / s.Groups;
        for (int group = 0; group < s.Groups; group++)
        {
            float* filters = weight + (long)group * outputs * s.PatchLength;
            Run(new ConvolutionPass
            {
                Source = new Image(input + group * inputs, s.InputHeight, s.InputWidth, s.InputChannels, (nint)s.InputWidth * s.InputChannels),
                Target = new Image(output + group * outputs, s.OutputHeight, s.OutputWidth, s.OutputChannels, (nint)s.OutputWidth * s.OutputChannels),
                SourcePicture = (nint)s.InputHeight * s.InputWidth * s.InputChannels,
                TargetPicture = (nint)s.OutputHeight * s.OutputWidth * s.OutputChannels,
                Batch = s.Batch,
                Inputs = inputs,
                Outputs = outputs,
                KernelHeight = s.KernelHeight,
                KernelWidth = s.KernelWidth,
                StrideHeight = s.StrideHeight,
                StrideWidth = s.StrideWidth,
                Top = s.PaddingHeight,
                Left = s.PaddingWidth,
                DilationHeight = s.DilationHeight,
                DilationWidth = s.DilationWidth,
                Weight = filters,
                OutputStride = s.PatchLength,
                InputStride = s.KernelHeight * s.KernelWidth,
                RowStride = s.KernelWidth,
                ColumnStride = 1,
                Bias = bias == null ? null : bias + group * outputs,
                Activation = activation,
            });
        }
    }

    /// <summary>Needs a dilation of 1 where the stride is more.</summary>
    public static void BackwardInput(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
    {
        ConvolutionShape s = shape;
        int inputs = s.InputChannels / s.Groups, outputs = s.OutputChannels / s.Groups, taps = s.KernelHeight * s.KernelWidth;
        for (int part = 0; part < s.Groups * s.StrideHeight * s.StrideWidth; part++)
        {
            int group = part / (s.StrideHeight * s.StrideWidth), y = part / s.StrideWidth % s.StrideHeight, x = part % s.StrideWidth;
            if (y >= s.InputHeight || x >= s.InputWidth)
            {
                continue;
            }

            // Input rows y, y + stride, … are reached by the taps first, first + stride, …; the t-th of them by output row t + shift - q at tap q.
            (int firstY, int tapsY, int shiftY) = Taps(y, s.KernelHeight, s.StrideHeight, s.PaddingHeight);
            (int firstX, int tapsX, int shiftX) = Taps(x, s.KernelWidth, s.StrideWidth, s.PaddingWidth);
            int lastTap = (firstY + (tapsY - 1) * s.StrideHeight) * s.KernelWidth + firstX + (tapsX - 1) * s.StrideWidth;
            nint row = (nint)s.InputWidth * s.InputChannels;
            Run(new ConvolutionPass
            {
                Source = new Image(gradOutput + group * outputs, s.OutputHeight, s.OutputWidth, s.OutputChannels, (nint)s.OutputWidth * s.OutputChannels),
                Target = new Image(gradInput + y * row + (nint)x * s.InputChannels + group * inputs, (s.InputHeight - y + s.StrideHeight - 1) / s.StrideHeight,
                    (s.InputWidth - x + s.StrideWidth - 1) / s.StrideWidth, (nint)s.StrideWidth * s.InputChannels, s.StrideHeight * row),
                SourcePicture = (nint)s.OutputHeight * s.OutputWidth * s.OutputChannels,
                TargetPicture = s.InputHeight * row,
                Batch = s.Batch,
                Inputs = outputs,
                Outputs = inputs,
                KernelHeight = tapsY,
                KernelWidth = tapsX,
                StrideHeight = 1,
                StrideWidth = 1,
                Top = (tapsY - 1) * s.DilationHeight - shiftY,
                Left = (tapsX - 1) * s.DilationWidth - shiftX,
                DilationHeight = s.DilationHeight,
                DilationWidth = s.DilationWidth,
                Weight = weight + (long)group * outputs * s.PatchLength + lastTap,
                OutputStride = taps,
                InputStride = s.PatchLength,
                RowStride = -s.StrideHeight * s.KernelWidth,
                ColumnStride = -s.StrideWidth,
            });
        }
    }

    private static (int First, int Count, int Shift) Taps(int position, int kernel, int stride, int padding)
    {
        int first = (position + padding) % stride;
        return (first, first < kernel ? (kernel - first + stride - 1) / stride : 0, (position + padding - first) / stride);
    }

    private static void Run(ConvolutionPass pass)
    {
        if (Lanes512.IsSupported)
        {
            Run<Lanes512, Vector512<float>>(pass);
        }
        else if (Lanes256.IsSupported)
        {
            Run<Lanes256, Vector256<float>>(pass);
        }
        else
        {
            Run<Lanes128, Vector128<float>>(pass);
        }
    }

    private static void Run<TLanes, TVector>(ConvolutionPass pass)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (Winograd<TLanes, TVector>.Pays(pass))
        {
            Winograd<TLanes, TVector>.Run(pass);
            return;
        }

        int panelWidth = 2 * TLanes.Count, width = (pass.Outputs + panelWidth - 1) / panelWidth * panelWidth;
        using var packed = new Scratch((long)Math.Max(1, pass.Depth) * width + width);
        float* filters = packed.Pointer, bias = filters + (long)pass.Depth * width;
        PackFilters(pass, panelWidth, TLanes.Count, filters);
        for (int o = 0; o < width; o++)
        {
            bias[o] = pass.Bias == null || o >= pass.Outputs ? 0 : pass.Bias[o];
        }

        // A unit of work: some rows of one picture, or several small pictures.
        int rowFloats = pass.BorderedWidth * pass.Inputs;
        int rows = Math.Clamp((BandFloats / Math.Max(1, rowFloats) - pass.KernelHeight * pass.DilationHeight) / pass.StrideHeight, 1, pass.Target.Height);
        rows = (pass.Target.Height + ((pass.Target.Height + rows - 1) / rows) - 1) / ((pass.Target.Height + rows - 1) / rows);
        int bands = (pass.Target.Height + rows - 1) / rows, bandFloats = pass.BorderedHeight(rows) * rowFloats;
        int together = bands > 1 ? 1 : Math.Clamp(BandFloats / Math.Max(1, bandFloats), 1, Math.Max(1, pass.Batch / (2 * Workers.Count)));
        int units = bands > 1 ? pass.Batch * bands : (pass.Batch + together - 1) / together;
        int slack = MatrixTile.MaximumRows * pass.StrideWidth * Math.Max(1, pass.Inputs) + pass.KernelWidth * pass.DilationWidth * pass.Inputs;
        Workers.Each(units, Workers.Share(units), (start, end) =>
        {
            using var band = new Scratch((long)together * bandFloats + slack);
            for (int unit = start; unit < end; unit++)
            {
                int firstRow = unit % bands * rows, count = Math.Min(rows, pass.Target.Height - firstRow);
                int picture = unit / bands * together, pictures = Math.Min(together, pass.Batch - picture);
                for (int i = 0; i < pictures; i++)
                {
                    CopyBand(pass, picture + i, firstRow, count, band.Pointer + (long)i * bandFloats);
                }

                Multiply<TLanes, TVector>(pass, band.Pointer, bandFloats, picture, pictures, firstRow, count, filters, bias);
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackFilters(ConvolutionPass pass, int panelWidth, int lanes, float* packed)
    {
        for (int j = 0; j < pass.Outputs; j += panelWidth)
        {
            int columns = Math.Min(panelWidth, pass.Outputs - j), stride = columns > lanes ? panelWidth : lanes;
            float* target = packed + (long)j * pass.Depth;
            for (int tap = 0; tap < pass.KernelHeight * pass.KernelWidth; tap++)
            {
                float* source = pass.Weight + j * pass.OutputStride + tap / pass.KernelWidth * pass.RowStride + tap % pass.KernelWidth * pass.ColumnStride;
                for (int i = 0; i < pass.Inputs; i++, target += stride)
                {
                    for (int o = 0; o < stride; o++)
                    {
                        target[o] = o < columns ? source[o * pass.OutputStride + i * pass.InputStride] : 0;
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyBand(ConvolutionPass pass, int picture, int firstRow, int rows, float* band)
    {
        Image source = pass.Source;
        int width = pass.BorderedWidth, inputs = pass.Inputs, first = firstRow * pass.StrideHeight - pass.Top;

        // Of a bordered row, [from, to) lies in the picture.
        int from = Math.Clamp(pass.Left, 0, width), to = Math.Clamp(source.Width + pass.Left, from, width);
        for (int y = first; y < first + pass.BorderedHeight(rows); y++, band += (nint)width * inputs)
        {
            if ((uint)y >= (uint)source.Height)
            {
                new Span<float>(band, width * inputs).Clear();
                continue;
            }

            new Span<float>(band, from * inputs).Clear();
            new Span<float>(band + to * inputs, (width - to) * inputs).Clear();
            float* row = source.Start + picture * pass.SourcePicture + y * source.RowPitch + (from - pass.Left) * source.PixelPitch;
            if (source.PixelPitch == inputs)
            {
                new ReadOnlySpan<float>(row, (to - from) * inputs).CopyTo(new Span<float>(band + from * inputs, (to - from) * inputs));
                continue;
            }

            for (int x = from; x < to; x++, row += source.PixelPitch)
            {
                new ReadOnlySpan<float>(row, inputs).CopyTo(new Span<float>(band + x * inputs, inputs));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLanes, TVector>(ConvolutionPass pass, float* band, int bandFloats, int picture, int pictures, int firstRow, int rows, float* filters, float* bias)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int panelWidth = 2 * TLanes.Count, tileRows = MatrixTile.RowsPerGroup * TLanes.RowGroups, inputs = pass.Inputs;
        nint sourceRow = (nint)pass.BorderedWidth * inputs, pixel = (nint)pass.StrideWidth * inputs;
        bool merge = pass.DilationWidth == 1;   // then a kernel row is one run
        int run = merge ? pass.KernelWidth * inputs : inputs;
        var operand = new MatrixTile.Operand(pixel, 1, run, run, merge ? 1 : pass.KernelWidth,
            (nint)pass.DilationWidth * inputs, pass.KernelWidth == 0 ? 0 : pass.KernelHeight, pass.DilationHeight * sourceRow);
        (float low, float high) = Gemm.Bounds(pass.Activation);
        bool clamp = pass.Activation != Activation.None;
        float* tile = stackalloc float[MatrixTile.MaximumRows * 2 * 16];
        for (int j = 0; j < pass.Outputs; j += panelWidth)
        {
            int columns = Math.Min(panelWidth, pass.Outputs - j), vectors = columns > TLanes.Count ? 2 : 1;
            float* panel = filters + (long)j * pass.Depth;
            for (int row = 0; row < pictures * rows; row++)
            {
                float* from = band + (long)(row / rows) * bandFloats + row % rows * pass.StrideHeight * sourceRow;
                float* to = pass.Target.Start + (picture + row / rows) * pass.TargetPicture + (firstRow + row % rows) * pass.Target.RowPitch + j;
                int wholeTiles = columns == vectors * TLanes.Count ? pass.Target.Width / tileRows : 0;
                MatrixTile.Run<TLanes, TVector>(wholeTiles, TLanes.RowGroups, vectors, from, operand, panel, to, pass.Target.PixelPitch, bias + j, false, clamp, low, high);
                for (int x = wholeTiles * tileRows; x < pass.Target.Width; x += tileRows)
                {
                    int count = Math.Min(tileRows, pass.Target.Width - x), groups = (count + MatrixTile.RowsPerGroup - 1) / MatrixTile.RowsPerGroup;
                    float* target = to + x * pass.Target.PixelPitch;
                    if (count == groups * MatrixTile.RowsPerGroup && columns == vectors * TLanes.Count)
                    {
                        MatrixTile.Run<TLanes, TVector>(1, groups, vectors, from + x * pixel, operand, panel, target, pass.Target.PixelPitch, bias + j, false, clamp, low, high);
                        continue;
                    }

                    MatrixTile.Run<TLanes, TVector>(1, groups, vectors, from + x * pixel, operand, panel, tile, panelWidth, bias + j, false, clamp, low, high);
                    for (int i = 0; i < count; i++)
                    {
                        new ReadOnlySpan<float>(tile + i * panelWidth, columns).CopyTo(new Span<float>(target + i * pass.Target.PixelPitch, columns));
                    }
                }
            }
        }
    }
}
