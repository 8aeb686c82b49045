using System.Text;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>Makes events out of what a cell writes to the console; what others write goes where it went before.</summary>
internal sealed class ConsoleCapture(TextWriter before, bool isError) : TextWriter
{
    private static readonly Lock installing = new();

    public override Encoding Encoding => before.Encoding;

    /// <summary>Installs itself, unless it is in place already.</summary>
    public static void Install()
    {
        lock (installing)
        {
            if (!isInstalled(Console.Out))
            {
                Console.SetOut(Mark(new ConsoleCapture(Console.Out, isError: false)));
                Console.SetError(Mark(new ConsoleCapture(Console.Error, isError: true)));
            }
        }

        // Console wraps the writers that it is given, so those are remembered.
        static bool isInstalled(TextWriter writer) => ReferenceEquals(writer, installed);

        static TextWriter Mark(ConsoleCapture capture)
        {
            TextWriter wrapped = Synchronized(capture);
            installed = capture.IsError ? installed : wrapped;
            return wrapped;
        }
    }

    private static TextWriter? installed;

    private bool IsError => isError;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Write(CoreNewLine.AsSpan());

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (KernelInvocationContext.Current is not { IsComplete: false } context)
        {
            before.Write(value);
            return;
        }

        FormattedValue[] text = [new(PlainTextFormatter.MimeType, value)];
        context.Publish(isError ? new StandardErrorValueProduced(context.Command, text) : new StandardOutputValueProduced(context.Command, text));
    }

    public override void Flush() => before.Flush();
}
