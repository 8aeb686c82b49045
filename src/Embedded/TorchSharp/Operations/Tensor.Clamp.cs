namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Keeps every element between two numbers; either may be left out.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            var result = Limited(min, max, null);
            return Autograd.IsRecording(this)
                ? Autograd.Record("ClampBackward1", result, [this], [this], (g, saved) => [InsideOnly(g, saved[0], min, max)])
                : result;
        }

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => clamp(min, null);

        public Tensor clamp_max(Scalar max) => clamp(null, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            Autograd.CheckInPlace(this);
            Tensor[] saved = Autograd.IsRecording(this) ? [CopyAlone()] : [];
            Limited(min, max, this);
            return Autograd.RecordInPlace("ClampBackward1", this, [this], saved, (g, kept) => [InsideOnly(g, kept[0], min, max)]);
        }

        public Tensor relu6() => clamp(0, 6);

        Tensor Limited(Scalar? min, Scalar? max, Tensor? output)
        {
            if (min is null && max is null)
            {
                throw Failure.Torch("torch.clamp: At least one of 'min' or 'max' must not be None");
            }
            var result = min is null ? null : Elementwise.Binary(BinaryKind.Maximum, this, min, output);
            return max is null ? result! : Elementwise.Binary(BinaryKind.Minimum, result ?? this, max, result ?? output);
        }

        /// <summary>The gradient where the input was inside of the limits, both included.</summary>
        static Tensor InsideOnly(Tensor g, Tensor input, Scalar? min, Scalar? max)
        {
            var inside = min is null ? input.le(max!) : input.ge(min);
            if (min is not null && max is not null)
            {
                inside = inside.logical_and(input.le(max));
            }
            return g.mul(inside.to_type(g.dtype));
        }
    }
}
