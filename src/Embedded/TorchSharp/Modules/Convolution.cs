using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What convolutions have in common: weights (out × in/groups × height × width), a bias, and their sizes.</summary>
public abstract class Convolution : Module<Tensor, Tensor>
{
    [Utils.ComponentName(Name = nameof(weight))]
    Parameter? _weight;

    [Utils.ComponentName(Name = nameof(bias))]
    Parameter? _bias;

    internal Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding,
        Padding? padding_type,
        long[] dilation, long groups, bool bias, PaddingModes padding_mode)
        : base(name)
    {
        if (groups <= 0)
        {
            throw new ArgumentException("groups must be a positive integer");
        }

        if (in_channels % groups != 0)
        {
            throw new ArgumentException("in_channels must be divisible by groups");
        }

        if (out_channels % groups != 0)
        {
            throw new ArgumentException("out_channels must be divisible by groups");
        }

        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.groups = groups;
        this.padding_mode = padding_mode;
        this.padding_type = padding_type;
        this.padding = padding_type switch
        {
            Padding.Valid => [.. kernel_size.Select(_ => 0L)],
            Padding.Same => SamePadding(kernel_size, stride, dilation),
            _ => padding,
        };
        weight = Parameter(torch.empty([out_channels, in_channels / groups, .. kernel_size]));
        if (bias)
        {
            this.bias = Parameter(torch.empty(out_channels));
        }

        reset_parameters();
    }

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

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] padding { get; }

    public Padding? padding_type { get; }

    public PaddingModes padding_mode { get; set; }

    public long[] dilation { get; set; }

    public long groups { get; set; }

    /// <summary>Uniform within ±1/√fan-in (He et al. 2015 with a = √5), as PyTorch starts its convolutions.</summary>
    public void reset_parameters()
    {
        init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is not null)
        {
            double bound = 1 / Math.Sqrt(Math.Max(1, init.CalculateFanInAndFanOut(weight).fanIn));
            init.uniform_(bias, -bound, bound);
        }
    }

    static long[] SamePadding(long[] kernel, long[] stride, long[] dilation)
    {
        if (stride.Any(s => s != 1))
        {
            throw new ArgumentException("padding='same' is not supported for strided convolutions");
        }

        return kernel.Select((k, i) => dilation[i] * (k - 1)).All(total => total % 2 == 0)
            ? [.. kernel.Select((k, i) => dilation[i] * (k - 1) / 2)]
            : throw Failure.NotHere("padding 'same' for kernels of even size");
    }
}
