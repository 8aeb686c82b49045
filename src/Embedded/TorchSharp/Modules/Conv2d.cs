using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>2-D convolution of pictures N×C×H×W (or C×H×W).</summary>
    public sealed class Conv2d : Convolution
    {
        FoldedConvolution? folded;

        internal Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long) padding,
            Padding? padding_type,
            (long, long) dilation, PaddingModes padding_mode, long groups, bool bias)
            : base(nameof(Conv2d), in_channels, out_channels, Pair(kernel_size), Pair(stride), Pair(padding), padding_type, Pair(dilation),
                groups, bias, padding_mode)
        {
        }

        /// <summary>Padded with zeros, as the kernels pad.</summary>
        internal bool IsPlain => padding_mode == PaddingModes.Zeros;

        public override Tensor forward(Tensor input) => Run(input, Activation.None);

        /// <summary>The convolution, and an activation in its last step.</summary>
        internal Tensor Run(Tensor input, Activation activation) => Run(input, weight, bias, activation);

        /// <summary>The same with other weights, such as those with a normalisation in them.</summary>
        internal Tensor Run(Tensor input, Tensor weights, Tensor? shift, Activation activation)
        {
            Validate(input.Sizes);
            if (IsPlain)
            {
                return ConvolutionNode.Forward(input, weights, shift, stride, padding, dilation, groups, activation);
            }

            using Tensor padded = torch.nn.functional.pad(input, [padding[1], padding[1], padding[0], padding[0]], padding_mode);
            return ConvolutionNode.Forward(padded, weights, shift, stride, [0, 0], dilation, groups, activation);
        }

        /// <summary>Handles, for the caller to dispose, on weights and bias with a batch normalisation of fixed statistics in them.</summary>
        internal (Tensor Weight, Tensor Bias) FoldedWith(BatchNorm2d norm) => FoldedConvolution.Of(this, norm, ref folded);

        internal void Validate(ReadOnlySpan<long> sizes)
        {
            if (sizes.Length is not (3 or 4) || sizes[^3] != in_channels)
            {
                throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to Conv2d.");
            }
        }

        protected override void Dispose(bool disposing)
        {
            folded?.Dispose();
            folded = null;
            base.Dispose(disposing);
        }

        static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>2-D convolution with square kernels.</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                    ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation),
                    padding_mode, groups, bias);

            /// <summary>2-D convolution with sizes as (height, width).</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                    Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), null, dilation ?? (1, 1), padding_mode,
                    groups, bias);

            /// <summary>
            /// 2-D convolution whose result has the size of its input (<see cref="Padding.Same"/>), or that pads nothing.
            /// </summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                    ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (0, 0), padding, (dilation, dilation),
                    padding_mode, groups, bias);
        }
    }
}
