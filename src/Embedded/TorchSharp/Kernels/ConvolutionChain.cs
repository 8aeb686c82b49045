using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Convolutions in a row without a trip to memory in between. Where a 1×1 convolution widens, a depthwise one follows and a 1×1 narrows again
/// (the inverted residual of MobileNetV2), the wide activations are most of the traffic: each worker takes a picture, or a band of its rows, or a few small
/// pictures, through all three while they stay in its second-level cache. Rows that the next band needs again are kept, not computed twice.
/// </summary>
internal static unsafe class ConvolutionChain
{
    private const int BandFloats = 96 * 1024;

    /// <summary>output = what the last stage makes of the input; each stage's input is the output of the one before.</summary>
    public static void Forward(ReadOnlySpan<ChainStage> stages, float* input, float* output)
    {
        int count = Together(stages);
        if (count == stages.Length)
        {
            Some(stages, input, output);
            return;
        }

        ConvolutionShape shape = stages[count - 1].Shape;
        using var between = new Scratch((long)shape.OutputPixels * shape.OutputChannels);
        Some(stages[..count], input, between.Pointer);
        Forward(stages[count..], between.Pointer, output);
    }

    private static void Some(ReadOnlySpan<ChainStage> stages, float* input, float* output)
    {
        if (stages.Length == 1)
        {
            ChainStage only = stages[0];
            Convolution.Forward(only.Shape, input, only.Weight, only.Bias, output, only.Activation);
        }
        else if (Lanes512.IsSupported)
        {
            new Block<Lanes512, Vector512<float>>(stages).Run(input, output);
        }
        else if (Lanes256.IsSupported)
        {
            new Block<Lanes256, Vector256<float>>(stages).Run(input, output);
        }
        else
        {
            new Block<Lanes128, Vector128<float>>(stages).Run(input, output);
        }
    }

    /// <summary>How many of the first stages run together.</summary>
    private static int Together(ReadOnlySpan<ChainStage> stages)
    {
        int depthwise = stages[0].Shape.IsPointwise ? 1 : 0;
        bool pictures = stages[0].Shape.Batch >= Workers.Count;     // else the workers share each convolution
        if (!pictures || depthwise >= stages.Length || !stages[depthwise].Shape.IsDepthwise)
        {
            return 1;
        }

        return depthwise + 1 < stages.Length && stages[depthwise + 1].Shape.IsPointwise ? depthwise + 2 : depthwise + 1;
    }

    /// <summary>1×1 (or nothing), depthwise, 1×1 (or nothing).</summary>
    internal sealed class Block<TLanes, TVector>
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        private readonly ChainStage? widen, narrow;
        private readonly ChainStage filter;

        public Block(ReadOnlySpan<ChainStage> stages)
        {
            widen = stages[0].Shape.IsPointwise ? stages[0] : null;
            filter = stages[widen == null ? 0 : 1];
            narrow = stages[^1] == filter ? null : stages[^1];
        }

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
            Workers.For(s.Batch, (start, end) => Pictures(start, end, input, widenWeights, byTap, narrowWeights, output));
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
            Packing.Panels(new Gemm.Matrix(stage.Weight, 1, inputs), inputs, outputs, 2 * TLanes.Count, TLanes.Count, 1, packed);
            float* bias = packed + Gemm.PackedLength<TLanes, TVector>(outputs, inputs);
            new Span<float>(bias, (outputs + 2 * TLanes.Count - 1) / (2 * TLanes.Count) * 2 * TLanes.Count).Clear();
            if (stage.Bias != null)
            {
                new ReadOnlySpan<float>(stage.Bias, outputs).CopyTo(new Span<float>(bias, outputs));
            }
        }

        private static void Multiply(ChainStage stage, float* input, float* packed, int pixels, float* output)
        {
            int inputs = stage.Shape.InputChannels, outputs = stage.Shape.OutputChannels;
            Gemm.Packed<TLanes, TVector>(new Gemm.Matrix(input, inputs, 1), packed, pixels, outputs, inputs, output, outputs,
                packed + Gemm.PackedLength<TLanes, TVector>(outputs, inputs), false, stage.Activation);
        }

        private void Pictures(int start, int end, float* input, float* widenWeights, float* byTap, float* narrowWeights, float* output)
        {
            ConvolutionShape s = filter.Shape;
            int height = s.InputHeight, wideRow = s.InputWidth * s.InputChannels, filteredRow = s.OutputWidth * s.OutputChannels;
            int inputRow = s.InputWidth * (widen ?? filter).Shape.InputChannels, outputRow = s.OutputWidth * (narrow ?? filter).Shape.OutputChannels;

            // Several small pictures at once, or one, or a band of output rows of it.
            int overlap = (s.KernelHeight - 1) * s.DilationHeight + 1 - s.StrideHeight;
            int picture = height * wideRow + s.OutputHeight * filteredRow, together = Math.Clamp(BandFloats / picture, 1, end - start);
            int rows = picture <= BandFloats ? s.OutputHeight
                : Math.Clamp((BandFloats - overlap * wideRow) / (s.StrideHeight * wideRow + filteredRow), 1, s.OutputHeight);
            int wideRows = Math.Min(height, Math.Max(0, overlap) + rows * s.StrideHeight);
            using var wideBuffer = new Scratch(widen == null ? 0 : (long)together * wideRows * wideRow);
            using var filteredBuffer = new Scratch(narrow == null ? 0 : (long)together * rows * filteredRow);
            for (int n = start; n < end; n += together)
            {
                int pictures = Math.Min(together, end - n), from = 0, to = 0;
                for (int first = 0; first < s.OutputHeight; first += rows)
                {
                    int last = Math.Min(first + rows, s.OutputHeight);
                    float* wide = input + (long)n * height * inputRow;
                    if (widen != null)
                    {
                        (from, to) = Widen(pictures, first, last, from, to, wide, widenWeights, wideBuffer.Pointer);
                        wide = wideBuffer.Pointer - (long)from * wideRow;
                    }

                    float* target = output + (long)n * s.OutputHeight * outputRow, filtered = narrow == null ? target : filteredBuffer.Pointer - (long)first * filteredRow;
                    for (int i = 0; i < pictures; i++)
                    {
                        DepthwiseConvolution.ForwardRows<TLanes, TVector>(s, first, last, wide + (long)i * height * wideRow, byTap, filter.Bias,
                            filtered + (long)i * s.OutputHeight * filteredRow, filter.Activation);
                    }

                    if (narrow != null)
                    {
                        Multiply(narrow, filteredBuffer.Pointer, narrowWeights, pictures * (last - first) * s.OutputWidth, target + (long)first * outputRow);
                    }
                }
            }
        }

        /// <summary>Widens what output rows [first, last) need and is not there yet; rows [from, to) lie in the buffer before, the returned ones after.</summary>
        private (int From, int To) Widen(int pictures, int first, int last, int from, int to, float* input, float* weights, float* buffer)
        {
            ConvolutionShape s = filter.Shape;
            int needFrom = Math.Clamp(first * s.StrideHeight - s.PaddingHeight, 0, s.InputHeight);
            int needTo = Math.Clamp((last - 1) * s.StrideHeight - s.PaddingHeight + (s.KernelHeight - 1) * s.DilationHeight + 1, needFrom, s.InputHeight);
            int wideRow = s.InputWidth * s.InputChannels, inputRow = s.InputWidth * widen!.Shape.InputChannels;
            if (pictures > 1)
            {
                (needFrom, needTo) = (0, s.InputHeight);    // whole pictures, which lie behind each other
            }

            int keep = Math.Max(0, to - needFrom);
            if (keep > 0)
            {
                new Span<float>(buffer + (long)(needFrom - from) * wideRow, keep * wideRow).CopyTo(new Span<float>(buffer, keep * wideRow));
            }

            int begin = needFrom + keep, rows = pictures > 1 ? pictures * s.InputHeight : needTo - begin;
            Multiply(widen, input + (long)begin * inputRow, weights, rows * s.InputWidth, buffer + (long)keep * wideRow);
            return (needFrom, needTo);
        }
    }
}
