using System.Text;

namespace Lab.Kernel;

/// <summary>Sends text on as a stream's reply.</summary>
internal sealed class ReplyWriter(Replies replies, string stream) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => replies.WriteText(stream, value.ToString());

    public override void Write(char[] buffer, int index, int count) => replies.WriteText(stream, new string(buffer, index, count));

    public override void Write(string? value) => replies.WriteText(stream, value ?? "");

    public override void WriteLine(string? value) => replies.WriteText(stream, value + NewLine);
}
