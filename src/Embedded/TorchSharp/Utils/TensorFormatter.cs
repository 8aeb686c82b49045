namespace TorchSharp.Utils;

/// <summary>Writes a tensor's numbers between two strings.</summary>
internal sealed class TensorFormatter(string mimeType, string before, string after)
{
    public string MimeType { get; } = mimeType;

    /// <summary>Whether it could be written: tensors can.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not torch.Tensor tensor)
        {
            return false;
        }

        writer.Write(before + tensor.ToString(TensorStringStyle.Default) + after);
        return true;
    }
}
