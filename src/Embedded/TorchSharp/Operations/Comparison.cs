namespace TorchSharp;

/// <summary>Comparisons of whole tensors.</summary>
internal static unsafe class Comparison
{
    /// <summary>Equal shapes and equal elements, whatever the order in memory.</summary>
    internal static bool SameElements(Tensor a, Tensor b)
    {
        if (!a.Sizes.SequenceEqual(b.Sizes))
        {
            return false;
        }
        using var scope = DisposeScopeManager.NewScope(isPrivate: true);
        var same = Elementwise.Compare(ComparisonKind.Equal, a, b);
        return !new ReadOnlySpan<byte>(same.Address, checked((int)same.numel())).Contains((byte)0);
    }
}
