namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        bool requiresGradient;
        Tensor? gradient;

        /// <summary>Whether gradients flow to this tensor. Only floating-point leaves can be switched.</summary>
        public bool requires_grad
        {
            get => requiresGradient || History is not null;
            set
            {
                _ = Memory;
                if (value && !dtype.IsFloatingPoint())
                {
                    throw Failure.Torch("Only Tensors of floating point and complex dtype can require gradients");
                }
                if (!value && History is not null)
                {
                    throw Failure.Torch("you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().");
                }
                requiresGradient = value;
            }
        }

        /// <summary>True for what was not made by a recorded operation.</summary>
        public bool is_leaf => History is null;

        /// <summary>The sum of the gradients that arrived here, or null. Every read gives a new handle on the same numbers.</summary>
        public Tensor? grad
        {
            get
            {
                _ = Memory;
                return gradient?.Alias().Track();
            }
            set
            {
                if (value is not null && !value.Sizes.SequenceEqual(Sizes))
                {
                    throw Failure.Torch($"assigned grad has data of a different size: expected {Strides.Text(Sizes)}, got {Strides.Text(value.Sizes)}");
                }
                var old = gradient;
                gradient = value?.Alias();
                old?.Dispose();
            }
        }

        /// <summary>The operation that made this tensor.</summary>
        internal Node? History { get; private set; }

        /// <summary>Whether the tensor looks into another one's storage.</summary>
        internal bool IsView { get; set; }

        /// <summary>The gradient itself, without a handle for the user; null when there is none.</summary>
        internal Tensor? Gradient => gradient;

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a computed tensor too.</summary>
        public void retain_grad()
        {
            if (History is not null)
            {
                History.Retaining = this;
            }
        }

        /// <summary>The gradients of this tensor with one element, added into the <c>grad</c> of every leaf it was made from.</summary>
        public void backward() => Engine.Run(this, null, retainGraph: false);

        /// <summary>The same with a gradient to start from; a retained graph can be gone through again.</summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false)
        {
            if (grad_tensors is { Count: > 1 })
            {
                throw Failure.Torch($"got 1 tensors and {grad_tensors.Count} gradients");
            }
            Engine.Run(this, grad_tensors is { Count: 1 } ? grad_tensors[0] : null, retain_graph);
        }

        /// <summary>The same numbers without a history.</summary>
        public Tensor detach() => View(sizes, strides, offset);

        /// <summary>Cuts this tensor off its history.</summary>
        public Tensor detach_()
        {
            _ = Memory;
            DropHistory();
            requiresGradient = false;
            return this;
        }

        internal void SetHistory(Node node)
        {
            node.AddOwner();
            DropHistory();
            History = node;
        }

        internal void DropHistory()
        {
            var node = History;
            History = null;
            node?.RemoveOwner();
        }

        /// <summary>Adds a gradient that the engine owns.</summary>
        internal void AddToGradient(Tensor arriving)
        {
            if (gradient is not null)
            {
                gradient.add_(arriving);
                arriving.Dispose();
            }
            else if (arriving.Memory.IsShared || !arriving.IsDense)
            {
                gradient = arriving.clone().DetachFromDisposeScope();
                arriving.Dispose();
            }
            else
            {
                gradient = arriving;
            }
        }
    }
}
