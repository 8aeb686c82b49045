namespace TorchSharp;

/// <summary>
/// Where a gradient goes: on to the operation that made an input, or into the <c>grad</c> of a leaf; nowhere when both are null.
/// </summary>
internal readonly record struct Edge(Node? Node, torch.Tensor? Leaf, long[] Sizes, torch.ScalarType Type)
{
    internal bool IsConnected => Node is not null || Leaf is not null;
}
