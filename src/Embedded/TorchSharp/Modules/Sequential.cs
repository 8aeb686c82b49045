using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Modules one after the other. What runs in between is disposed as soon as the next module has it. Convolution, batch normalisation
    /// and
    /// activation in a row run as one where nothing can tell (see <see cref="Fusion"/>).
    /// </summary>
    public class Sequential : Module<Tensor, Tensor>
    {
        readonly List<IModule<Tensor, Tensor>> chain = [];

        protected internal Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            : base("torch::nn::SequentialImpl")
        {
            foreach ((string name, Module<Tensor, Tensor> module) in modules)
            {
                append(name, module);
            }
        }

        protected internal Sequential(params Module<Tensor, Tensor>[] modules)
            : base("torch::nn::SequentialImpl")
        {
            foreach (Module<Tensor, Tensor> module in modules)
            {
                append(module);
            }
        }

        /// <summary>The number of modules.</summary>
        public int Count => chain.Count;

        public IModule<Tensor, Tensor> this[int index] => chain[index];

        /// <summary>A sequence of some of the modules, under their names; the modules are shared.</summary>
        public Sequential this[Range index]
        {
            get
            {
                (int start, int length) = index.GetOffsetAndLength(Count);
                var part = new Sequential(Array.Empty<Module<Tensor, Tensor>>());
                foreach ((string name, torch.nn.Module module) in named_children().Skip(start).Take(length))
                {
                    part.append(name, (IModule<Tensor, Tensor>)module);
                }

                return part;
            }
        }

        /// <summary>Adds a module under its number.</summary>
        public Sequential append(IModule<Tensor, Tensor> module) => append(Count.ToString(), module);

        public Sequential append(string name, IModule<Tensor, Tensor> module)
        {
            register_module(name, (torch.nn.Module)module);
            chain.Add(module);
            return this;
        }

        public override Tensor forward(Tensor tensor)
        {
            if (Count == 0)
            {
                return tensor.alias();
            }

            List<IModule<Tensor, Tensor>> modules = Fusion.Flatten(this);
            Tensor current = tensor;
            for (int index = 0; index < modules.Count;)
            {
                Tensor next = Fusion.Run(modules, ref index, current);
                if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next))
                {
                    current.Dispose();
                }

                current = next;
            }

            return current;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            /// <summary>Modules one after the other, under the names given.</summary>
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            /// <summary>Modules one after the other, under their numbers.</summary>
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                new(modules.ToArray());

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());
        }
    }
}
