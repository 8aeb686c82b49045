using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            private protected Optimizer()
            {
            }

            /// <summary>The groups of parameters, each with its own rate.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => [];

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes what the optimizer remembers of each parameter, not the parameters.</summary>
            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>Sets all gradients to zero.</summary>
            public virtual void zero_grad()
            {
            }

            /// <summary>One step; the closure, if any, computes the loss and its gradients first, and its loss comes back.</summary>
            public virtual Tensor? step(Func<Tensor>? closure = null) => closure?.Invoke();

            public virtual IEnumerable<Parameter> parameters() => [];

            public virtual void add_param_group(ParamGroup param_group)
            {
            }
        }
    }
}
