namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Elementwise.Compare(ComparisonKind.Equal, this, Given(target));

        public Tensor eq(Scalar target) => Elementwise.Compare(ComparisonKind.Equal, this, target);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor ne(Tensor target) => Elementwise.Compare(ComparisonKind.NotEqual, this, Given(target));

        public Tensor ne(Scalar target) => Elementwise.Compare(ComparisonKind.NotEqual, this, target);

        public Tensor not_equal(Tensor target) => ne(target);

        public Tensor lt(Tensor target) => Elementwise.Compare(ComparisonKind.Less, this, Given(target));

        public Tensor lt(Scalar target) => Elementwise.Compare(ComparisonKind.Less, this, target);

        public Tensor less(Tensor target) => lt(target);

        public Tensor le(Tensor target) => Elementwise.Compare(ComparisonKind.LessOrEqual, this, Given(target));

        public Tensor le(Scalar target) => Elementwise.Compare(ComparisonKind.LessOrEqual, this, target);

        public Tensor less_equal(Tensor target) => le(target);

        public Tensor gt(Tensor target) => Elementwise.Compare(ComparisonKind.Greater, this, Given(target));

        public Tensor gt(Scalar target) => Elementwise.Compare(ComparisonKind.Greater, this, target);

        public Tensor greater(Tensor target) => gt(target);

        public Tensor ge(Tensor target) => Elementwise.Compare(ComparisonKind.GreaterOrEqual, this, Given(target));

        public Tensor ge(Scalar target) => Elementwise.Compare(ComparisonKind.GreaterOrEqual, this, target);

        public Tensor greater_equal(Tensor target) => ge(target);

        public Tensor logical_and(Tensor other) => Elementwise.Compare(ComparisonKind.And, this, Given(other));

        public Tensor logical_or(Tensor other) => Elementwise.Compare(ComparisonKind.Or, this, Given(other));

        public Tensor logical_xor(Tensor other) => Elementwise.Compare(ComparisonKind.ExclusiveOr, this, Given(other));

        public Tensor logical_not() => eq(0);

        public Tensor isnan() => Elementwise.Compare(ComparisonKind.NotEqual, this, this);

        public Tensor isfinite() =>
            DisposeScopeManager.Compose(() => dtype.IsFloatingPoint() ? abs().lt(double.PositiveInfinity) : eq(this));

        public Tensor isinf() => DisposeScopeManager.Compose(() => dtype.IsFloatingPoint() ? abs().eq(double.PositiveInfinity) : ne(this));

        /// <summary>Elementwise: the difference is at most atol + rtol times the other.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-5, double atol = 1e-8) => DisposeScopeManager.Compose(() =>
        {
            var near = sub(other).abs().le(other.abs().mul(rtol).add(atol));
            return near.logical_or(eq(other));
        });

        /// <summary>Whether all elements are close.</summary>
        public bool allclose(Tensor target, double rtol = 1e-5, double atol = 1e-8)
        {
            using var scope = DisposeScopeManager.NewScope(isPrivate: true);
            using var off = no_grad();
            return isclose(Given(target), rtol, atol).all().item<bool>();
        }

        /// <summary>Whether the one element is not zero.</summary>
        public bool is_nonzero() =>
            numel() == 1 ? ToScalar().Real != 0 : throw Failure.Torch("Boolean value of Tensor with more than one value is ambiguous");
    }
}
