namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whole numbers drawn evenly from [0, high).</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null) =>
        RandomCreation.Integers(0, high, size, dtype ?? ScalarType.Int64, device, requires_grad, generator);

    /// <summary>Whole numbers drawn evenly from [low, high).</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null) =>
        RandomCreation.Integers(low, high, size, dtype ?? ScalarType.Int64, device, requires_grad, generator);

    /// <summary>The numbers 0 … n − 1 in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null) =>
        RandomCreation.Permutation(n, dtype ?? ScalarType.Int64, device, requires_grad, generator);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    /// <summary>Ones with the probabilities given, else zeros.</summary>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    /// <summary>Numbers drawn from a normal distribution.</summary>
    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null)
    {
        var result = Creation.Empty(size, dtype ?? ScalarType.Float32, device);
        RandomCreation.Normal(result, mean, std, generator);
        return requires_grad ? result.requires_grad_() : result;
    }

    public partial class Tensor
    {
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            RandomCreation.Uniform(Sizes, dtype ?? this.dtype, device, requires_grad, null);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            RandomCreation.Normal(Sizes, dtype ?? this.dtype, device, requires_grad, null);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Drawn(() => RandomCreation.Uniform(this, from, to, generator));

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Drawn(() => RandomCreation.Normal(this, mean, std, generator));

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Drawn(() => RandomCreation.Bernoulli(this, p, generator));

        public Tensor bernoulli(Generator? generator = null) => DisposeScopeManager.Compose(() =>
        {
            using var off = no_grad();
            var drawn = RandomCreation.Uniform(Sizes, dtype == ScalarType.Float64 ? dtype : ScalarType.Float32, null, false, generator);
            return drawn.lt(this).to_type(dtype);
        });

        Tensor Drawn(Action fill)
        {
            Autograd.CheckInPlace(this);
            fill();
            return Autograd.RecordInPlace("RandomBackward0", this, [this], [], static (g, _) => [g.zeros_like()]);
        }
    }
}
