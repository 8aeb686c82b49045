using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent with momentum, as PyTorch does it (Sutskever et al. 2013).</summary>
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        readonly Options defaults;

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            defaults = new Options { LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
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
        public override unsafe Tensor? step(Func<Tensor>? closure = null) => Step<ParamGroup, State>(closure, static (group, state, count, parameter, gradient) =>
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

        /// <summary>What a group of parameters may set differently.</summary>
        public class Options : OptimizerOptions
        {
            public double? momentum;

            public double? dampening;

            public double? weight_decay;

            public bool? nesterov;

            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                momentum = from.momentum;
                dampening = from.dampening;
                weight_decay = from.weight_decay;
                nesterov = from.nesterov;
                maximize = from.maximize;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
            {
            }

            public double Momentum
            {
                get => Options.momentum ?? 0;
                set => Options.momentum = value;
            }
        }

        /// <summary>What is remembered of one parameter.</summary>
        public sealed class State : OptimizerState, IDisposable
        {
            public Tensor? momentum_buffer;

            internal Tensor NewBuffer() => Zeros();

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                momentum_buffer = null;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                Load(ref momentum_buffer, from.momentum_buffer);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                Write(writer, momentum_buffer);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Read(reader, ref momentum_buffer);
            }

            public void Dispose()
            {
                momentum_buffer?.Dispose();
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Gradient descent with momentum, as PyTorch does it (Sutskever et al. 2013).</summary>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Gradient descent with momentum, as PyTorch does it (Sutskever et al. 2013).</summary>
            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Gradient descent with momentum, as PyTorch does it (Sutskever et al. 2013).</summary>
            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
