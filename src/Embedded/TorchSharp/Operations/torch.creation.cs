namespace TorchSharp;

public static partial class torch
{
    /// <summary>A copy of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => Creation.FromArray(rawArray, null, device, false);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false) =>
        Creation.FromArray(rawArray, dtype, device, requires_grad);

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) =>
        Creation.FromArray(data, dtype, device, false);

    /// <summary>0, 1, … up to but without stop.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>start, start + step, … up to but without stop. Whole numbers give int64.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        bool isFloating = start.Type.IsFloatingPoint() || stop.Type.IsFloatingPoint() || step.Type.IsFloatingPoint();
        if (step.Real == 0 || (stop.Real - start.Real) * step.Real < 0)
        {
            throw Failure.Torch(step.Real == 0 ? "step must be nonzero" : "upper bound and larger bound inconsistent with step sign");
        }
        long count = (long)Math.Ceiling((stop.Real - start.Real) / step.Real);
        if (isFloating)
        {
            var values = new double[count];
            for (long i = 0; i < count; i++)
            {
                values[i] = start.Real + (i * step.Real);
            }
            return Creation.From<double>(values, [count], dtype ?? ScalarType.Float32, device, requires_grad);
        }
        var whole = new long[count];
        for (long i = 0; i < count; i++)
        {
            whole[i] = start.Integer + (i * step.Integer);
        }
        return Creation.From<long>(whole, [count], dtype ?? ScalarType.Int64, device, requires_grad);
    }

    /// <summary>Ones on the diagonal, zeros elsewhere.</summary>
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        columns = columns < 0 ? rows : columns;
        var result = zeros([rows, columns], dtype, device);
        using (var diagonal = result.AsStridedAlone([Math.Min(rows, columns)], [columns + 1]))
        {
            Copying.Fill(diagonal, 1);
        }
        return requires_grad ? result.requires_grad_() : result;
    }

    /// <summary>Evenly spaced numbers from start to end, both included, filled in from both sides as PyTorch does.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var type = dtype ?? ScalarType.Float32;
        var values = new double[steps];
        bool isSingle = type == ScalarType.Float32;
        double step = steps > 1 ? isSingle ? ((float)end - (float)start) / (steps - 1) : (end - start) / (steps - 1) : 0;
        for (long i = 0; i < steps; i++)
        {
            values[i] = steps == 1 ? start : isSingle
                ? i < steps / 2 ? (float)start + ((float)step * i) : (float)end - ((float)step * (steps - i - 1))
                : i < steps / 2 ? start + (step * i) : end - (step * (steps - i - 1));
        }
        return Creation.From<double>(values, [steps], type, device, requires_grad);
    }

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.zeros_like(dtype, device, requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.ones_like(dtype, device, requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.empty_like(dtype, device, requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        input.full_like(value, dtype, device, requires_grad);

    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full_like(0, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full_like(1, dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            InitializeDevice(device);
            var result = EmptyAlike(dtype ?? this.dtype);
            return requires_grad ? result.requires_grad_() : result;
        }

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var result = empty_like(dtype, device);
            Copying.Fill(result, value);
            return requires_grad ? result.requires_grad_() : result;
        }

        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            zeros(size, dtype ?? this.dtype, device, requires_grad);

        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            full(size, value, dtype ?? this.dtype, device, requires_grad);

        /// <summary>A view for internal use, known to nobody.</summary>
        internal Tensor AsStridedAlone(long[] size, long[] strides, long from = 0) =>
            new(Memory.AddReference(), dtype, size, strides, offset + from);
    }
}
