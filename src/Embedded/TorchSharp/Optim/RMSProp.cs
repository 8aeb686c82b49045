using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Steps by gradients over their averaged magnitude (Hinton 2012), with momentum and centring.</summary>
public partial class RMSProp : OptimizerHelper, optim.IMomentum
{
    readonly Options defaults;

    public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0,
        double momentum = 0, bool centered = false, bool maximize = false)
        : this([new ParamGroup(parameters, new Options())], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0,
        double momentum = 0, bool centered = false, bool maximize = false)
    {
        defaults = new Options { LearningRate = lr, InitialLearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay,
            momentum = momentum, centered = centered, maximize = maximize };
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    /// <summary>The momentum of all groups.</summary>
    public double Momentum
    {
        get => defaults.momentum!.Value;
        set
        {
            foreach (ParamGroup group in ParamGroups.Cast<ParamGroup>())
            {
                group.Momentum = value;
            }

            defaults.momentum = value;
        }
    }

    /// <summary>One step over all parameters that have a gradient.</summary>
    public override unsafe Tensor? step(Func<Tensor>? closure = null) =>
        Step<ParamGroup, State>(closure, static (group, state, count, parameter, gradient) =>
    {
        Options o = group.Options;
        state.step++;
        OptimizerSteps.RmsProp(count, parameter, gradient, state.square_avg!.Floats, o.momentum > 0 ? state.momentum_buffer!.Floats : null,
            o.centered!.Value ? state.grad_avg!.Floats : null, o.LearningRate!.Value, o.alpha!.Value, o.eps!.Value, o.weight_decay!.Value,
                o.momentum!.Value, o.maximize!.Value);
    });

    /// <summary>Adds parameters; what their options leave open is as in the optimizer's constructor.</summary>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var group = (ParamGroup)param_group;
        Options o = group.Options ??= new Options();
        o.LearningRate ??= defaults.LearningRate;
        o.alpha ??= defaults.alpha;
        o.eps ??= defaults.eps;
        o.weight_decay ??= defaults.weight_decay;
        o.momentum ??= defaults.momentum;
        o.centered ??= defaults.centered;
        o.maximize ??= defaults.maximize;
        Add(group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);
}
