using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam whose weight decay shrinks the parameters themselves (Loshchilov and Hutter 2019).</summary>
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        readonly Options defaults;

        public AdamW(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public AdamW(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
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
        public override unsafe Tensor? step(Func<Tensor>? closure = null) => Step<ParamGroup, State>(closure, static (group, state, count, parameter, gradient) =>
        {
            Options o = group.Options;
            OptimizerSteps.Adam(count, parameter, gradient, state.exp_avg!.Floats, state.exp_avg_sq!.Floats, o.amsgrad!.Value ? state.max_exp_avg_sq!.Floats : null,
                ++state.step, o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, true, o.maximize!.Value);
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

        /// <summary>What a group of parameters may set differently.</summary>
        public class Options : OptimizerOptions
        {
            public double? beta1;

            public double? beta2;

            public double? eps;

            public double? weight_decay;

            public bool? amsgrad;

            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                beta1 = from.beta1;
                beta2 = from.beta2;
                eps = from.eps;
                weight_decay = from.weight_decay;
                amsgrad = from.amsgrad;
                maximize = from.maximize;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(beta1!.Value);
                writer.Write(beta2!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(amsgrad!.Value);
                writer.Write(maximize!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                beta1 = reader.ReadDouble();
                beta2 = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                amsgrad = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }

            public (double, double) Betas
            {
                get => (Options.beta1 ?? 0, Options.beta2 ?? 0);
                set => (Options.beta1, Options.beta2) = value;
            }
        }

        /// <summary>What is remembered of one parameter.</summary>
        public sealed class State : OptimizerState, IDisposable
        {
            public Tensor? exp_avg;

            public Tensor? exp_avg_sq;

            public Tensor? max_exp_avg_sq;

            public long step;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                exp_avg = Zeros();
                exp_avg_sq = Zeros();
                max_exp_avg_sq = ((Options)options).amsgrad == true ? Zeros() : null;
                step = 0;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                Load(ref exp_avg, from.exp_avg);
                Load(ref exp_avg_sq, from.exp_avg_sq);
                Load(ref max_exp_avg_sq, from.max_exp_avg_sq);
                step = from.step;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                Write(writer, exp_avg);
                Write(writer, exp_avg_sq);
                Write(writer, max_exp_avg_sq);
                writer.Write(step);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Read(reader, ref exp_avg);
                Read(reader, ref exp_avg_sq);
                Read(reader, ref max_exp_avg_sq);
                step = reader.ReadInt64();
            }

            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
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
            /// <summary>Adam whose weight decay shrinks the parameters themselves (Loshchilov and Hutter 2019).</summary>
            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam whose weight decay shrinks the parameters themselves (Loshchilov and Hutter 2019).</summary>
            public static AdamW AdamW(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam whose weight decay shrinks the parameters themselves (Loshchilov and Hutter 2019).</summary>
            public static AdamW AdamW(IEnumerable<AdamW.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
