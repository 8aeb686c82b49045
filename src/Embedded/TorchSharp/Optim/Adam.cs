using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba 2015): steps by averaged gradients over averaged magnitudes. Weight decay joins the gradient.</summary>
public partial class Adam : OptimizerHelper, optim.IBetas
{
    readonly Options defaults;

    public Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public Adam(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps,
            weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    /// <summary>The averaging factors of all groups.</summary>
    public (double, double) Betas
    {
        get => (defaults.beta1!.Value, defaults.beta2!.Value);
        set
        {
            foreach (ParamGroup group in ParamGroups.Cast<ParamGroup>())
            {
                group.Betas = value;
            }

            (defaults.beta1, defaults.beta2) = value;
        }
    }

    /// <summary>One step over all parameters that have a gradient.</summary>
    public override unsafe Tensor? step(Func<Tensor>? closure = null) =>
        Step<ParamGroup, State>(closure, static (group, state, count, parameter, gradient) =>
    {
        Options o = group.Options;
        OptimizerSteps.Adam(count, parameter, gradient, state.exp_avg!.Floats, state.exp_avg_sq!.Floats, o.amsgrad!.Value
            ? state.max_exp_avg_sq!.Floats : null,
            ++state.step, o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, false,
                o.maximize!.Value);
    });

    /// <summary>Adds parameters; what their options leave open is as in the optimizer's constructor.</summary>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var group = (ParamGroup)param_group;
        Options o = group.Options ??= new Options();
        o.LearningRate ??= defaults.LearningRate;
        o.beta1 ??= defaults.beta1;
        o.beta2 ??= defaults.beta2;
        o.eps ??= defaults.eps;
        o.weight_decay ??= defaults.weight_decay;
        o.amsgrad ??= defaults.amsgrad;
        o.maximize ??= defaults.maximize;
        Add(group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);
}
