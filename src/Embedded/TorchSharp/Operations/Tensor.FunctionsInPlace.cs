namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor exp_() => Replace(UnaryKind.Exponential, static x => x.exp());

        public Tensor log_() => Replace(UnaryKind.Logarithm, static x => x.log());

        public Tensor sqrt_() => Replace(UnaryKind.SquareRoot, static x => x.sqrt());

        public Tensor abs_() => Replace(UnaryKind.Absolute, static x => x.abs());

        public Tensor sigmoid_() => Replace(UnaryKind.Sigmoid, static x => x.sigmoid());

        public Tensor tanh_() => Replace(UnaryKind.HyperbolicTangent, static x => x.tanh());

        public Tensor floor_() => Replace(UnaryKind.Floor, static x => x.floor());

        public Tensor ceil_() => Replace(UnaryKind.Ceiling, static x => x.ceil());

        public Tensor trunc_() => Replace(UnaryKind.Truncate, static x => x.trunc());

        public Tensor sin_() => Replace(UnaryKind.Sine, static x => x.sin());

        public Tensor cos_() => Replace(UnaryKind.Cosine, static x => x.cos());

        public Tensor rsqrt_() => Replace(UnaryKind.ReciprocalSquareRoot, static x => x.rsqrt());

        public Tensor reciprocal_() => Replace(UnaryKind.Reciprocal, static x => x.reciprocal());

        public Tensor sign_() => Replace(UnaryKind.Sign, static x => x.sign());

        public Tensor round_() => Replace(UnaryKind.Round, static x => x.round());

        public Tensor pow_(Scalar exponent) => ReplaceBy(pow(exponent));

        Tensor Replace(UnaryKind kind, Func<Tensor, Tensor> function)
        {
            Autograd.CheckInPlace(this);
            if (Autograd.IsRecording(this))
            {
                return ReplaceBy(function(this));
            }
            Elementwise.Unary(kind, this, this);
            Memory.Version++;
            return this;
        }

        /// <summary>Becomes a result that was worked out beside it, with that result's history.</summary>
        Tensor ReplaceBy(Tensor result)
        {
            Autograd.CheckInPlace(this);
            bool isRecorded = result.History is not null;
            if (!isRecorded)
            {
                Copying.Copy(result, this);
                Memory.Version++;
                result.Dispose();
                return this;
            }
            var old = Memory;
            (storage, sizes, strides, offset) = (result.Memory.AddReference(), result.sizes, result.strides, result.offset);
            (IsRowMajor, IsChannelsLast) = (result.IsRowMajor, result.IsChannelsLast);
            SetHistory(result.History!);
            old.Release();
            result.Dispose();
            return this;
        }
    }
}
