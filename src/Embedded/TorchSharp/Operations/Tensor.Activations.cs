namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>x, or negative_slope · x below zero.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => DisposeScopeManager.Compose(() => torch.where(gt(0), this, mul(negative_slope)));

        /// <summary>x, or alpha (exp(x) − 1) below zero.</summary>
        public Tensor elu(double alpha = 1) =>
            DisposeScopeManager.Compose(() => torch.where(gt(0), this, clamp(null, 0).expm1().mul(alpha)));

        /// <summary>x · sigmoid(x).</summary>
        public Tensor silu()
        {
            var result = DisposeScopeManager.Compose(() => detach().mul(detach().sigmoid()));
            return Autograd.IsRecording(this)
                ? Autograd.Record("SiluBackward0", result, [this], [this], static (g, saved) =>
                {
                    var sigmoid = saved[0].sigmoid();
                    return [saved[0].mul(sigmoid.neg().add_(1)).add_(1).mul_(sigmoid).mul_(g)];
                })
                : result;
        }

        /// <summary>x Φ(x), with Φ the distribution function of the normal distribution.</summary>
        public Tensor gelu() => DisposeScopeManager.Compose(() => mul(0.5).mul(mul(Math.Sqrt(0.5)).erf().add(1)));

        /// <summary>relu6(x + 3) / 6.</summary>
        public Tensor hardsigmoid() => DisposeScopeManager.Compose(() => add(3).clamp(0, 6).div(6));

        /// <summary>x · relu6(x + 3) / 6.</summary>
        public Tensor hardswish() => DisposeScopeManager.Compose(() => mul(add(3).clamp(0, 6)).div(6));

        /// <summary>log(1 + exp(beta x)) / beta, and x where beta x is over the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => DisposeScopeManager.Compose(() =>
        {
            var scaled = mul(beta);
            return torch.where(scaled.gt(threshold), this, scaled.clamp(null, threshold).exp().log1p().div(beta));
        });
    }
}
