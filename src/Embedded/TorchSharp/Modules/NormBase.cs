using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What normalisations over the batch have in common: scale and shift per channel, and running statistics.</summary>
public abstract class NormBase : Module<Tensor, Tensor>
{
    [Utils.ComponentName(Name = nameof(weight))]
    Parameter? _weight;

    [Utils.ComponentName(Name = nameof(bias))]
    Parameter? _bias;

    [Utils.ComponentName(Name = nameof(running_mean))]
    Tensor? _running_mean;

    [Utils.ComponentName(Name = nameof(running_var))]
    Tensor? _running_var;

    [Utils.ComponentName(Name = nameof(num_batches_tracked))]
    Tensor? _num_batches_tracked;

    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
        ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = Parameter(torch.empty(num_features));
            bias = Parameter(torch.empty(num_features));
        }

        if (track_running_stats)
        {
            running_mean = torch.empty(num_features);
            running_var = torch.empty(num_features);
            num_batches_tracked = torch.tensor(0L);
        }

        reset_parameters();
    }

    /// <summary>Scale per channel; null when not affine.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    /// <summary>Shift per channel; null when not affine.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    public Tensor? running_mean
    {
        get => _running_mean;
        set => SetBuffer(ref _running_mean, value, nameof(running_mean));
    }

    public Tensor? running_var
    {
        get => _running_var;
        set => SetBuffer(ref _running_var, value, nameof(running_var));
    }

    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => SetBuffer(ref _num_batches_tracked, value, nameof(num_batches_tracked));
    }

    public long num_features { get; }

    public double eps { get; set; }

    /// <summary>The part of the batch's statistics that enters the running ones; null for a plain average over all batches.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

    /// <summary>Whether the batch's own statistics normalise it: in training, and always where none are kept.</summary>
    internal bool UsesBatchStatistics => training || running_mean is null || running_var is null;

    public void reset_parameters()
    {
        reset_running_stats();
        if (affine)
        {
            init.ones_(weight!);
            init.zeros_(bias!);
        }
    }

    public void reset_running_stats()
    {
        if (track_running_stats)
        {
            init.zeros_(running_mean!);
            init.ones_(running_var!);
            init.zeros_(num_batches_tracked!);
        }
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    void SetParameter(ref Parameter? field, Parameter? value, string component)
    {
        if (!ReferenceEquals(field, value))
        {
            field?.Dispose();
            field = value;
            ConditionallyRegisterParameter(component, value);
        }
    }

    void SetBuffer(ref Tensor? field, Tensor? value, string component)
    {
        if (!ReferenceEquals(field, value))
        {
            field?.Dispose();
            field = value;
            ConditionallyRegisterBuffer(component, value);
        }
    }
}
