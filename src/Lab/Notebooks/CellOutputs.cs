using System.Text;
using Microsoft.DotNet.Interactive.Documents;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>
/// Makes a cell's saved outputs out of the kernel's replies, as Jupyter does: text of one stream in one piece, and of an updated display
/// the first state.
/// </summary>
internal sealed class CellOutputs(InteractiveDocumentElement cell, OutputCleaner? cleaner)
{
    private readonly StringBuilder text = new();
    private string? stream;

    /// <summary>Takes a reply in.</summary>
    public void Add(KernelReply reply)
    {
        switch (reply.Kind)
        {
            case "stdout" or "stderr":
                if (stream != reply.Kind)
                {
                    EndStream();
                    stream = reply.Kind;
                }

                text.Append(reply.Text);
                break;
            case "display":
                EndStream();
                cell.Outputs.Add(new DisplayElement(Data(reply)));
                break;
            case "result":
                EndStream();
                var result = new ReturnValueElement { ExecutionOrder = cell.ExecutionOrder };
                foreach ((string mimeType, object value) in Data(reply))
                {
                    result.Data[mimeType] = value;
                }

                cell.Outputs.Add(result);
                break;
            case "failed":
                EndStream();
                cell.Outputs.Add(new ErrorElement(Clean(NativeMessage.WithoutBacktrace(reply.Message ?? "")), reply.Name ?? "Error", [.. (reply.Trace ?? []).Select(Clean)]));
                break;
            case "done":
                EndStream();
                break;
        }
    }

    private void EndStream()
    {
        if (text.Length > 0)
        {
            cell.Outputs.Add(new TextElement(Clean(text.ToString()), stream!));
            text.Clear();
        }

        stream = null;
    }

    private Dictionary<string, object> Data(KernelReply reply) => (reply.Data ?? []).ToDictionary(form => form.Key, form => (object)Clean(form.Value));

    private string Clean(string output) => cleaner?.Clean(output) ?? output;
}
