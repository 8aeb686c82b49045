namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Pads the last dimensions: (before, after) of the last one first. Negative amounts crop.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                PaddingNode.Forward(input, pad, mode, value);

            /// <summary>Resamples N×C×H×W to a size, or by a factor; nearest or bilinear.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false)
            {
                if (x.Rank != 4 || mode is not (InterpolationMode.Nearest or InterpolationMode.Bilinear))
                {
                    throw Failure.NotHere($"interpolation {mode} of {x.Rank} dimensions");
                }

                if ((size is null) == (scale_factor is null))
                {
                    throw new ArgumentException("only one of size or scale_factor should be defined");
                }

                bool keepsFactor = scale_factor is not null && !recompute_scale_factor;
                long height = size is not null ? size[0] : (long)Math.Floor(x.Sizes[2] * scale_factor![0]);
                long width = size is not null ? size[^1] : (long)Math.Floor(x.Sizes[3] * scale_factor![^1]);
                return ResamplingNode.Forward(x, (int)height, (int)width, keepsFactor ? scale_factor![0] : null, keepsFactor
                    ? scale_factor![^1] : null, mode, align_corners ?? false);
            }

            /// <summary>
            /// One row a class number (int64): zeros with a one at the class. Without a number of classes, the largest class decides.
            /// </summary>
            public static unsafe Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64)
                {
                    throw Failure.Torch("one_hot is only applicable to index tensor.");
                }

                using Tensor classes = x.AsLayout(Layout.Contiguous);
                var numbers = new ReadOnlySpan<long>(classes.Address, checked((int)classes.numel()));
                long largest = -1;
                foreach (long number in numbers)
                {
                    largest = number >= 0 ? Math.Max(largest, number) : throw Failure.Torch("Class values must be non-negative.");
                }

                long width = num_classes < 0 ? largest + 1 : num_classes > largest ? num_classes
                    : throw Failure.Torch("Class values must be smaller than num_classes.");
                Tensor result = Tensor.Empty([.. x.Sizes, width], ScalarType.Int64);
                var rows = new Span<long>(result.Address, checked((int)result.numel()));
                rows.Clear();
                for (int i = 0; i < numbers.Length; i++)
                {
                    rows[(int)((i * width) + numbers[i])] = 1;
                }

                return result;
            }
        }
    }
}
