namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add_(Tensor target) => InPlace(BinaryKind.Add, "AddBackward0", Given(target), static (g, _) => [g, g]);

        /// <summary>Adds alpha · target.</summary>
        public Tensor add_(Tensor target, Scalar alpha)
        {
            if (Autograd.IsRecording(this, target))
            {
                return add_(target.mul(alpha));
            }
            using var scope = DisposeScopeManager.NewScope(isPrivate: true);
            return add_(target.mul(alpha));
        }

        public Tensor add_(Scalar scalar) => InPlace(BinaryKind.Add, "AddBackward1", scalar, static (g, _) => [g]);

        public Tensor sub_(Tensor target) => InPlace(BinaryKind.Subtract, "SubBackward0", Given(target), static (g, _) => [g, g.neg()]);

        public Tensor sub_(Scalar target) => InPlace(BinaryKind.Subtract, "SubBackward1", target, static (g, _) => [g]);

        public Tensor mul_(Tensor target)
        {
            Autograd.CheckInPlace(this, Given(target));
            if (!Autograd.IsRecording(this, target))
            {
                return InPlace(BinaryKind.Multiply, "MulBackward0", target, static (g, _) => [g, g]);
            }
            bool second = Autograd.NeedsGradient(target);
            Tensor[] saved = second ? [target, CopyAlone()] : [target];
            Elementwise.Binary(BinaryKind.Multiply, this, target, this);
            return Autograd.RecordInPlace("MulBackward0", this, [this, target], saved,
                (g, kept) => [g.mul(kept[0]), second ? g.mul(kept[1]) : null]);
        }

        public Tensor mul_(Scalar target) => InPlace(BinaryKind.Multiply, "MulBackward1", target, (g, _) => [g.mul(target)]);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Autograd.CheckInPlace(this, Given(target));
            if (rounding_mode != RoundingMode.None)
            {
                using var rounded = div(target, rounding_mode);
                return copy_(rounded);
            }
            if (!Autograd.IsRecording(this, target))
            {
                return InPlace(BinaryKind.Divide, "DivBackward0", target, static (g, _) => [g, g]);
            }
            bool second = Autograd.NeedsGradient(target);
            Tensor[] saved = second ? [target, CopyAlone()] : [target];
            Elementwise.Binary(BinaryKind.Divide, this, target, this);
            return Autograd.RecordInPlace("DivBackward0", this, [this, target], saved,
                (g, kept) => [g.div(kept[0]), second ? g.mul(kept[1]).div_(kept[0]).div_(kept[0]).neg_() : null]);
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode != RoundingMode.None)
            {
                using var rounded = div(target, rounding_mode);
                return copy_(rounded);
            }
            return InPlace(BinaryKind.Divide, "DivBackward1", target, (g, _) => [g.div(target)]);
        }

        public Tensor subtract_(Tensor target) => sub_(target);

        public Tensor subtract_(Scalar target) => sub_(target);

        public Tensor neg_() => InPlace(UnaryKind.Negate, "NegBackward0", static (g, _) => [g.neg()]);

        public Tensor zero_() => fill_(0);

        /// <summary>Writes one number everywhere.</summary>
        public Tensor fill_(Scalar value)
        {
            Autograd.CheckInPlace(this);
            Copying.Fill(this, value);
            return Autograd.RecordInPlace("FillBackward0", this, [this], [], static (g, _) => [g.zeros_like()]);
        }

        /// <summary>Writes the values of another tensor, which broadcast to this one's shape and turn into its type.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Autograd.CheckInPlace(this, Given(source));
            if (!Strides.Expands(source.Sizes, Sizes))
            {
                _ = Strides.Broadcast(Sizes, source.Sizes);
                throw Failure.Torch($"output with shape {Strides.Text(Sizes)} doesn't match the broadcast shape {Strides.Text(Strides.Broadcast(Sizes, source.Sizes))}");
            }
            Copying.Copy(source, this);
            return Autograd.RecordInPlace("CopyBackwards", this, [null, source], [], static (g, _) => [null, g]);
        }

        Tensor InPlace(BinaryKind kind, string name, Tensor other, BackwardFunction backward)
        {
            Autograd.CheckInPlace(this, other);
            Elementwise.Binary(kind, this, other, this, kind == BinaryKind.Divide ? QuotientType(Promotion.Common(this, other)) : null);
            return Autograd.RecordInPlace(name, this, [this, other], [], backward);
        }

        Tensor InPlace(BinaryKind kind, string name, Scalar other, BackwardFunction backward)
        {
            Autograd.CheckInPlace(this);
            Elementwise.Binary(kind, this, other, this,
                type: kind == BinaryKind.Divide ? QuotientType(Promotion.Common(this, other)) : null);
            return Autograd.RecordInPlace(name, this, [this], [], backward);
        }

        Tensor InPlace(UnaryKind kind, string name, BackwardFunction backward)
        {
            Autograd.CheckInPlace(this);
            Elementwise.Unary(kind, this, this);
            return Autograd.RecordInPlace(name, this, [this], [], backward);
        }

        /// <summary>A copy for a graph to keep, known to nobody.</summary>
        Tensor CopyAlone()
        {
            var copy = Dense(sizes, IsDense ? strides : Strides.RowMajor(sizes), dtype);
            Copying.Copy(this, copy);
            return copy;
        }
    }
}
