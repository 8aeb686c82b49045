namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// The largest number of every window; the stride is the window's size unless given. Sizes are one number or (height, width).
            /// </summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false) =>
                PoolingNode.Max(input, kernel_size, strides, padding, dilation, ceil_mode);

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                PoolingNode.Max(input, [kernel_size], stride is { } s ? [s] : null, [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>
            /// The mean of every window; the stride is the window's size unless given. Sizes are one number or (height, width).
            /// </summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                PoolingNode.Average(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                PoolingNode.Average(input, [kernel_size], stride is { } s ? [s] : null, [padding], ceil_mode, count_include_pad,
                    divisor_override);

            /// <summary>Means over windows that give an output of (height, width).</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                PoolingNode.AdaptiveAverage(input, output_size[0], output_size[^1]);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                PoolingNode.AdaptiveAverage(input, output_size.Item1, output_size.Item2);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                PoolingNode.AdaptiveAverage(input, output_size, output_size);
        }
    }
}
