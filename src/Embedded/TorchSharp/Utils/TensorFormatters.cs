namespace TorchSharp.Utils;

/// <summary>A tensor as the last expression of a cell: its numbers, in the style that <see cref="torch.TensorStringStyle"/> says.</summary>
internal sealed class TensorFormatters
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new TensorFormatter("text/plain", "", ""), new TensorFormatter("text/html", "<div><pre>", "</pre></div>")];
}
