namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target)
        {
            var result = Elementwise.Binary(BinaryKind.Add, this, Given(target));
            return Autograd.IsRecording(this, target)
                ? Autograd.Record("AddBackward0", result, [this, target], [], static (g, _) => [g, g])
                : result;
        }

        /// <summary>This + alpha · target.</summary>
        public Tensor add(Tensor target, Scalar alpha) => DisposeScopeManager.Compose(() => add(target.mul(alpha)));

        public Tensor add(Scalar scalar)
        {
            var result = Elementwise.Binary(BinaryKind.Add, this, scalar);
            return Autograd.IsRecording(this) ? Autograd.Record("AddBackward1", result, [this], [], static (g, _) => [g]) : result;
        }

        public Tensor add(Scalar scalar, Scalar alpha) => add(Times(scalar, alpha));

        public Tensor sub(Tensor target)
        {
            var result = Elementwise.Binary(BinaryKind.Subtract, this, Given(target));
            bool second = Autograd.NeedsGradient(target);
            return Autograd.IsRecording(this, target)
                ? Autograd.Record("SubBackward0", result, [this, target], [], (g, _) => [g, second ? g.neg() : null])
                : result;
        }

        public Tensor sub(Scalar target)
        {
            var result = Elementwise.Binary(BinaryKind.Subtract, this, target);
            return Autograd.IsRecording(this) ? Autograd.Record("SubBackward1", result, [this], [], static (g, _) => [g]) : result;
        }

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor mul(Tensor target)
        {
            var result = Elementwise.Binary(BinaryKind.Multiply, this, Given(target));
            return RecordProduct(result, target);
        }

        public Tensor mul(Scalar target)
        {
            var result = Elementwise.Binary(BinaryKind.Multiply, this, target);
            return Autograd.IsRecording(this) ? Autograd.Record("MulBackward1", result, [this], [], (g, _) => [g.mul(target)]) : result;
        }

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        /// <summary>Division; whole numbers give floating point unless a rounding mode is named.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Given(target);
            if (rounding_mode != RoundingMode.None)
            {
                return Rounded(rounding_mode, () => div(target), () => Elementwise.Binary(BinaryKind.FloorDivide, this, target),
                    dtype.IsFloatingPoint() || target.dtype.IsFloatingPoint());
            }
            var result = Elementwise.Binary(BinaryKind.Divide, this, target, type: QuotientType(Promotion.Common(this, target)));
            if (!Autograd.IsRecording(this, target))
            {
                return result;
            }
            bool first = Autograd.NeedsGradient(this);
            return Autograd.NeedsGradient(target)
                ? Autograd.Record("DivBackward0", result, [this, target], [target, result],
                    (g, saved) => [first ? g.div(saved[0]) : null, g.mul(saved[1]).div_(saved[0]).neg_()])
                : Autograd.Record("DivBackward0", result, [this], [target], static (g, saved) => [g.div(saved[0])]);
        }

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode != RoundingMode.None)
            {
                return Rounded(rounding_mode, () => div(target), () => Elementwise.Binary(BinaryKind.FloorDivide, this, target),
                    dtype.IsFloatingPoint() || target.Type.IsFloatingPoint());
            }
            var result = Elementwise.Binary(BinaryKind.Divide, this, target, type: QuotientType(Promotion.Common(this, target)));
            return Autograd.IsRecording(this) ? Autograd.Record("DivBackward1", result, [this], [], (g, _) => [g.div(target)]) : result;
        }

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor true_divide(Tensor other) => div(other);

        public Tensor true_divide(Scalar other) => div(other);

        public Tensor floor_divide(Tensor other) => Elementwise.Binary(BinaryKind.FloorDivide, this, Given(other));

        public Tensor floor_divide(Scalar other) => Elementwise.Binary(BinaryKind.FloorDivide, this, other);

        /// <summary>What a floor division leaves; it has the divisor's sign.</summary>
        public Tensor remainder(Tensor target) => Elementwise.Binary(BinaryKind.Remainder, this, Given(target));

        public Tensor remainder(Scalar scalar) => Elementwise.Binary(BinaryKind.Remainder, this, scalar);

        public Tensor pow(Scalar exponent)
        {
            var type = Promotion.Common(this, exponent);
            var result = exponent.Real == 2
                ? Elementwise.Binary(BinaryKind.Multiply, this, this, type: type)
                : Elementwise.Binary(BinaryKind.Power, this, exponent, type: type);
            double power = exponent.Real;
            return Autograd.IsRecording(this)
                ? Autograd.Record("PowBackward0", result, [this], [this],
                    (g, saved) =>
                        [power == 0 ? saved[0].zeros_like() : power == 2 ? g.mul(saved[0]).mul_(2) : saved[0].pow(power - 1).mul_(power).mul_(g)])
                : result;
        }

        public Tensor pow(Tensor exponent)
        {
            var result = Elementwise.Binary(BinaryKind.Power, this, Given(exponent));
            if (!Autograd.IsRecording(this, exponent))
            {
                return result;
            }
            bool first = Autograd.NeedsGradient(this), second = Autograd.NeedsGradient(exponent);
            return Autograd.Record("PowBackward1", result, [this, exponent], [this, exponent, result], (g, saved) =>
            [
                first ? torch.where(saved[1].eq(0), g.zeros_like(), g.mul(saved[1]).mul(saved[0].pow(saved[1].sub(1)))) : null,
                second ? torch.where(saved[2].eq(0), g.zeros_like(), g.mul(saved[2]).mul(saved[0].log())) : null,
            ]);
        }

        public Tensor maximum(Tensor other) => Extreme(BinaryKind.Maximum, "MaximumBackward0", other);

        public Tensor minimum(Tensor other) => Extreme(BinaryKind.Minimum, "MinimumBackward0", other);

        public Tensor max(Tensor other) => maximum(other);

        public Tensor min(Tensor other) => minimum(other);

        static ScalarType QuotientType(ScalarType type) => type.IsFloatingPoint() ? type : ScalarType.Float32;

        static Scalar Times(Scalar a, Scalar b) =>
            a.Type.IsFloatingPoint() || b.Type.IsFloatingPoint() ? (Scalar)(a.Real * b.Real) : (Scalar)(a.Integer * b.Integer);

        static Tensor Given(Tensor? tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            _ = tensor.Memory;
            return tensor;
        }

        Tensor RecordProduct(Tensor result, Tensor target)
        {
            bool first = Autograd.NeedsGradient(this), second = Autograd.NeedsGradient(target);
            if (!Autograd.IsRecording(this, target))
            {
                return result;
            }
            if (first && second)
            {
                return Autograd.Record("MulBackward0", result, [this, target], [this, target],
                    static (g, saved) => [g.mul(saved[1]), g.mul(saved[0])]);
            }
            return Autograd.Record("MulBackward0", result, [first ? this : target], [first ? target : this],
                static (g, saved) => [g.mul(saved[0])]);
        }

        static Tensor Rounded(RoundingMode mode, Func<Tensor> quotient, Func<Tensor> floor, bool isFloating)
        {
            if (mode == RoundingMode.floor)
            {
                return floor();
            }
            return DisposeScopeManager.Compose(() => isFloating ? quotient().trunc() : quotient().trunc().to_type(ScalarType.Int64));
        }

        Tensor Extreme(BinaryKind kind, string name, Tensor other)
        {
            var result = Elementwise.Binary(kind, this, Given(other));
            if (!Autograd.IsRecording(this, other))
            {
                return result;
            }

            // Where both are equal, each gets half.
            return Autograd.Record(name, result, [this, other], [this, other], (g, saved) =>
            {
                var wins = kind == BinaryKind.Maximum ? saved[0].gt(saved[1]) : saved[0].lt(saved[1]);
                var share = wins.to_type(g.dtype).add_(saved[0].eq(saved[1]).to_type(g.dtype).mul_(0.5));
                var first = g.mul(share);
                return [first, g.sub(first)];
            });
        }
    }

    /// <summary>What to do with the fraction of a quotient.</summary>
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }
}
