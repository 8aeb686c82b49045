using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Steps by gradients over their averaged magnitude (Hinton 2012), with momentum and centring.</summary>
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        readonly Options defaults;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        {
            defaults = new Options { LearningRate = lr, InitialLearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize };
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
            state.step++;
            OptimizerSteps.RmsProp(count, parameter, gradient, state.square_avg!.Floats, o.momentum > 0 ? state.momentum_buffer!.Floats : null,
                o.centered!.Value ? state.grad_avg!.Floats : null, o.LearningRate!.Value, o.alpha!.Value, o.eps!.Value, o.weight_decay!.Value, o.momentum!.Value, o.maximize!.Value);
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

        /// <summary>What a group of parameters may set differently.</summary>
        public class Options : OptimizerOptions
        {
            public double? alpha;

            public double? eps;

            public double? weight_decay;

            public double? momentum;

            public bool? centered;

            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                alpha = from.alpha;
                eps = from.eps;
                weight_decay = from.weight_decay;
                momentum = from.momentum;
                centered = from.centered;
                maximize = from.maximize;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(alpha!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(momentum!.Value);
                writer.Write(centered!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                momentum = reader.ReadDouble();
                centered = reader.ReadBoolean();
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1E-08, double alpha = 0.99, double weight_decay = 0, double momentum = 0, bool centered = false)
                : base(parameters, new Options { LearningRate = lr, InitialLearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered })
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
            public Tensor? square_avg;

            public Tensor? grad_avg;

            public Tensor? momentum_buffer;

            public long step;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                var own = (Options)options;
                square_avg = Zeros();
                grad_avg = own.centered == true ? Zeros() : null;
                momentum_buffer = own.momentum > 0 ? Zeros() : null;
                step = 0;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                Load(ref square_avg, from.square_avg);
                Load(ref grad_avg, from.grad_avg);
                Load(ref momentum_buffer, from.momentum_buffer);
                step = from.step;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                Write(writer, square_avg);
                Write(writer, grad_avg);
                Write(writer, momentum_buffer);
                writer.Write(step);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Read(reader, ref square_avg);
                Read(reader, ref grad_avg);
                Read(reader, ref momentum_buffer);
                step = reader.ReadInt64();
            }

            public void Dispose()
            {
                square_avg?.Dispose();
                grad_avg?.Dispose();
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
            /// <summary>Steps by gradients over their averaged magnitude (Hinton 2012), with momentum and centring.</summary>
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <summary>Steps by gradients over their averaged magnitude (Hinton 2012), with momentum and centring.</summary>
            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <summary>Steps by gradients over their averaged magnitude (Hinton 2012), with momentum and centring.</summary>
            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
