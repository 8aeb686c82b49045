using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>y = x·Wᵀ + b over the last dimension.</summary>
    public sealed class Linear : Module<Tensor, Tensor>
    {
        [Utils.ComponentName(Name = nameof(weight))]
        Parameter? _weight;

        [Utils.ComponentName(Name = nameof(bias))]
        Parameter? _bias;

        internal Linear(long in_features, long out_features, bool hasBias)
            : base(nameof(Linear))
        {
            this.in_features = in_features;
            this.out_features = out_features;
            weight = Parameter(torch.empty(out_features, in_features));
            init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (hasBias)
            {
                bias = Parameter(torch.empty(out_features));
                double bound = in_features > 0 ? 1 / Math.Sqrt(in_features) : 0;
                init.uniform_(bias, -bound, bound);
            }
        }

        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            in_features = weight.shape[1];
            out_features = weight.shape[0];
            this.weight = weight;
            this.bias = bias;
        }

        /// <summary>Out × in.</summary>
        public Parameter weight
        {
            get => _weight!;
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                if (!ReferenceEquals(value, _weight))
                {
                    _weight?.Dispose();
                    _weight = value;
                    ConditionallyRegisterParameter(nameof(weight), value);
                }
            }
        }

        public Parameter? bias
        {
            get => _bias;
            set
            {
                if (!ReferenceEquals(value, _bias))
                {
                    _bias?.Dispose();
                    _bias = value;
                    ConditionallyRegisterParameter(nameof(bias), value);
                }
            }
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        public override Tensor forward(Tensor tensor) => Run(tensor, Activation.None);

        internal Tensor Run(Tensor input, Activation activation) => LinearNode.Forward(input, weight, bias, activation);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>y = x·Wᵀ + b over the last dimension.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias);

            /// <summary>y = x·Wᵀ + b with parameters that exist.</summary>
            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
        }
    }
}
