using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Gradient descent with momentum, as PyTorch does it (Sutskever et al. 2013).</summary>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    readonly Options defaults;

    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup(parameters, new Options())], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        defaults = new Options { LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening,
            weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
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
        bool first = state.momentum_buffer is null;
        if (first && o.momentum != 0)
        {
            state.momentum_buffer = state.NewBuffer();
        }

        OptimizerSteps.Sgd(count, parameter, gradient, o.momentum == 0 ? null : state.momentum_buffer!.Floats, first, o.LearningRate!.Value,
            o.momentum!.Value, o.dampening!.Value, o.weight_decay!.Value, o.nesterov!.Value, o.maximize!.Value);
    });

    /// <summary>Adds parameters; what their options leave open is as in the optimizer's constructor.</summary>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var group = (ParamGroup)param_group;
        Options o = group.Options ??= new Options();
        o.LearningRate ??= defaults.LearningRate;
        o.momentum ??= defaults.momentum;
        o.dampening ??= defaults.dampening;
        o.weight_decay ??= defaults.weight_decay;
        o.nesterov ??= defaults.nesterov;
        o.maximize ??= defaults.maximize;
        Add(group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);
}
