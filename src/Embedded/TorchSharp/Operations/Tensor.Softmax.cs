namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>exp(x) / Σ exp(x) along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Softmax(dim, dtype, false);

        /// <summary>The logarithm of softmax, without its rounding.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Softmax(dim, dtype, true);

        /// <summary>log Σ exp(x) along a dimension, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => DisposeScopeManager.Compose(() =>
        {
            var greatest = detach().amax([dim], keepdim: true);
            greatest = torch.where(greatest.isfinite(), greatest, greatest.zeros_like());
            var sum = sub(greatest).exp().sum(dim, keepdim: true).log().add(greatest);
            return keepdim ? sum : sum.squeeze(dim);
        });

        Tensor Softmax(long dim, ScalarType? type, bool isLogarithm)
        {
            var wanted = type ?? dtype;
            int at = Strides.Wrap(dim, Rank);
            if (!wanted.IsFloatingPoint())
            {
                throw Failure.Torch($"\"{(isLogarithm ? "log_softmax_lastdim_kernel_impl" : "softmax_lastdim_kernel_impl")}\" not implemented for '{wanted.TorchName()}'");
            }
            if (wanted != dtype || Rank == 0)
            {
                return DisposeScopeManager.Compose(() => Rank == 0 ? to_type(wanted).unsqueeze(0).Softmax(0, wanted,
                    isLogarithm).squeeze(0) : to_type(wanted).Softmax(at, wanted, isLogarithm));
            }
            if (at != Rank - 1)
            {
                return DisposeScopeManager.Compose(() => transpose(at, -1).Softmax(-1, wanted, isLogarithm).transpose(at, -1).contiguous());
            }
            var result = SoftmaxRows.Forward(this, isLogarithm);
            return Autograd.IsRecording(this)
                ? Autograd.Record(isLogarithm ? "LogSoftmaxBackward0" : "SoftmaxBackward0", result, [this], [result],
                    (g, saved) => [SoftmaxRows.Backward(g, saved[0], isLogarithm)])
                : result;
        }
    }
}
