namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor neg() => Function(UnaryKind.Negate, "NegBackward0", static (g, _) => [g.neg()]);

        public Tensor negative() => neg();

        public Tensor abs() => FunctionOfInput(UnaryKind.Absolute, "AbsBackward0", static (g, saved) => [g.mul(saved[0].sign())]);

        public Tensor sign() => Function(UnaryKind.Sign, "SignBackward0", static (g, _) => [g.zeros_like()]);

        public Tensor square() => FunctionOfInput(UnaryKind.Square, "PowBackward0", static (g, saved) => [g.mul(saved[0]).mul_(2)]);

        public Tensor exp() => FunctionOfOutput(UnaryKind.Exponential, "ExpBackward0", static (g, saved) => [g.mul(saved[0])]);

        public Tensor expm1() =>
            FunctionOfOutput(UnaryKind.ExponentialMinus1, "Expm1Backward0", static (g, saved) => [g.mul(saved[0].add(1))]);

        public Tensor log() => FunctionOfInput(UnaryKind.Logarithm, "LogBackward0", static (g, saved) => [g.div(saved[0])]);

        public Tensor log1p() => FunctionOfInput(UnaryKind.Logarithm1Plus, "Log1PBackward0", static (g, saved) => [g.div(saved[0].add(1))]);

        public Tensor sqrt() => FunctionOfOutput(UnaryKind.SquareRoot, "SqrtBackward0", static (g, saved) => [g.div(saved[0]).mul_(0.5)]);

        public Tensor rsqrt() =>
            FunctionOfOutput(UnaryKind.ReciprocalSquareRoot, "RsqrtBackward0", static (g, saved) => [saved[0].pow(3).mul_(g).mul_(-0.5)]);

        public Tensor reciprocal() =>
            FunctionOfOutput(UnaryKind.Reciprocal, "ReciprocalBackward0", static (g, saved) => [saved[0].square().mul_(g).neg_()]);

        public Tensor sin() => FunctionOfInput(UnaryKind.Sine, "SinBackward0", static (g, saved) => [g.mul(saved[0].cos())]);

        public Tensor cos() => FunctionOfInput(UnaryKind.Cosine, "CosBackward0", static (g, saved) => [g.mul(saved[0].sin()).neg_()]);

        public Tensor erf() =>
            FunctionOfInput(UnaryKind.ErrorFunction, "ErfBackward0",
                static (g, saved) => [saved[0].square().neg_().exp().mul_(2 / Math.Sqrt(Math.PI)).mul_(g)]);

        public Tensor floor() => Function(UnaryKind.Floor, "FloorBackward0", static (g, _) => [g.zeros_like()]);

        public Tensor ceil() => Function(UnaryKind.Ceiling, "CeilBackward0", static (g, _) => [g.zeros_like()]);

        /// <summary>To the nearest whole number; halves go to the even one.</summary>
        public Tensor round() => Function(UnaryKind.Round, "RoundBackward0", static (g, _) => [g.zeros_like()]);

        public Tensor trunc() => Function(UnaryKind.Truncate, "TruncBackward0", static (g, _) => [g.zeros_like()]);

        public Tensor sigmoid() =>
            FunctionOfOutput(UnaryKind.Sigmoid, "SigmoidBackward0",
                static (g, saved) => [Elementwise.Binary(BinaryKind.SigmoidGradient, g, saved[0])]);

        public Tensor tanh() =>
            FunctionOfOutput(UnaryKind.HyperbolicTangent, "TanhBackward0",
                static (g, saved) => [Elementwise.Binary(BinaryKind.TanhGradient, g, saved[0])]);

        public Tensor relu() =>
            FunctionOfOutput(UnaryKind.Relu, "ReluBackward0",
                static (g, saved) => [Elementwise.Binary(BinaryKind.WherePositive, g, saved[0])]);

        public Tensor relu_()
        {
            Autograd.CheckInPlace(this);
            Elementwise.Unary(UnaryKind.Relu, this, this);
            Memory.Version++;
            return Autograd.IsRecording(this)
                ? Autograd.Record("ReluBackward0", this, [this], [this],
                    static (g, saved) => [Elementwise.Binary(BinaryKind.WherePositive, g, saved[0])])
                : this;
        }

        Tensor Function(UnaryKind kind, string name, BackwardFunction backward)
        {
            var result = Elementwise.Unary(kind, this);
            return Autograd.IsRecording(this) ? Autograd.Record(name, result, [this], [], backward) : result;
        }

        Tensor FunctionOfInput(UnaryKind kind, string name, BackwardFunction backward)
        {
            var result = Elementwise.Unary(kind, this);
            return Autograd.IsRecording(this) ? Autograd.Record(name, result, [this], [this], backward) : result;
        }

        Tensor FunctionOfOutput(UnaryKind kind, string name, BackwardFunction backward)
        {
            var result = Elementwise.Unary(kind, this);
            return Autograd.IsRecording(this) ? Autograd.Record(name, result, [this], [result], backward) : result;
        }
    }
}
