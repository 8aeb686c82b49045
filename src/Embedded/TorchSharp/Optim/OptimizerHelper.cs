using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimizers share: groups, states, zeroing, and the loop over parameters that have a gradient.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    readonly List<ParamGroup> groups = [];
    readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    private protected OptimizerHelper()
    {
    }

    public override IEnumerable<optim.ILearningRateController> ParamGroups => groups;

    public override IEnumerable<Parameter> parameters() => groups.SelectMany(g => g.Parameters);

    /// <summary>Sets the gradients to zero and keeps their memory; a parameter without a gradient stays without.</summary>
    public override void zero_grad()
    {
        foreach (Parameter parameter in parameters())
        {
            parameter.Gradient?.zero_();
        }
    }

    /// <summary>What another optimizer of the same kind needs to go on from here. The states are this optimizer's own, no copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (ParamGroup group in groups)
        {
            dictionary.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (Parameter parameter in group.Parameters)
            {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(states[parameter]);
            }

            dictionary.StateIndexRef.Add(indices);
        }

        return dictionary;
    }

    /// <summary>Goes on where another optimizer of the same kind stopped.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        if (state_dict.Options.Count != groups.Count)
        {
            throw new ArgumentException("Invalid number of groups in the state_dict.");
        }

        for (int g = 0; g < groups.Count; g++)
        {
            Parameter[] own = [.. groups[g].Parameters];
            if (state_dict.StateIndexRef[g].Count != own.Length)
            {
                throw new ArgumentException("Invalid number of parameters in the state_dict.");
            }

            groups[g].Options.LoadStateDict(state_dict.Options[g]);
            for (int p = 0; p < own.Length; p++)
            {
                states[own[p]].LoadStateDict(state_dict.State[state_dict.StateIndexRef[g][p]]);
            }
        }
    }

    /// <summary>Writes the options of all groups and what is remembered of each parameter. The file is this edition's own.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(GetType().Name);
        writer.Write(groups.Count);
        foreach (ParamGroup group in groups)
        {
            group.Options.SaveStateDict(writer);
            writer.Write(group.Parameters.Count());
            foreach (Parameter parameter in group.Parameters)
            {
                states[parameter].SaveStateDict(writer);
            }
        }
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Reads what an optimizer of the same kind, with the same groups of parameters, wrote.</summary>
    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        string kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException($"The saved state is of {kind}, and this is {GetType().Name}.");
        }

        if (reader.ReadInt32() != groups.Count)
        {
            throw new InvalidDataException("The saved state has another number of parameter groups.");
        }

        foreach (ParamGroup group in groups)
        {
            group.Options.LoadStateDict(reader);
            if (reader.ReadInt32() != group.Parameters.Count())
            {
                throw new InvalidDataException("The saved state has another number of parameters.");
            }

            foreach (Parameter parameter in group.Parameters)
            {
                states[parameter].LoadStateDict(reader);
            }
        }
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Adds a group whose state starts empty.</summary>
    private protected void Add(ParamGroup group)
    {
        group.Parameters = [.. group.Parameters];
        if (group.InitialLearningRate == 0)
        {
            group.InitialLearningRate = group.LearningRate;
        }

        groups.Add(group);
        foreach (Parameter parameter in group.Parameters)
        {
            OptimizerState state = NewState(parameter);
            state.Initialize(group.Options);
            states[parameter] = state;
        }
    }

    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>
    /// Runs an update on every parameter with a gradient, on flat memory. A parameter that is not dense is updated in a copy.
    /// </summary>
    private protected unsafe Tensor? Step<TGroup, TState>(Func<Tensor>? closure, Update<TGroup, TState> update)
        where TGroup : ParamGroup
        where TState : OptimizerState
    {
        Tensor? loss = closure?.Invoke();
        using var recordingOff = no_grad();
        foreach (TGroup group in groups.Cast<TGroup>())
        {
            foreach (Parameter parameter in group.Parameters)
            {
                if (parameter.IsInvalid || parameter.Gradient is not { } gradient)
                {
                    continue;
                }

                using Tensor values = parameter.AsLayout(Layout.Contiguous), slopes = gradient.AsLayout(Layout.Contiguous);
                update(group, (TState)states[parameter], values.numel(), values.Floats, slopes.Floats);
                if (ReferenceEquals(values.Memory, parameter.Memory))
                {
                    parameter.Memory.Version++;
                }
                else
                {
                    parameter.copy_(values);
                }
            }
        }

        return loss;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (IDisposable state in states.Values.OfType<IDisposable>())
        {
            state.Dispose();
        }

        states.Clear();
        base.Dispose(disposing);
    }

    private protected unsafe delegate void Update<TGroup,
        TState>(TGroup group, TState state, long count, float* parameter, float* gradient);
}
