namespace TransferLearning;

/// <summary>
/// Something shown in a terminal that may change: a line that is written over, or, where output goes to a file, written once it stands.
/// See <see cref="ScriptOutput"/>.
/// </summary>
public sealed class ShownValue
{
    private static readonly Lock Turn = new();
    private static ShownValue? open;   // whose line is not ended yet

    private string text = "";

    static ShownValue() => AppDomain.CurrentDomain.ProcessExit += (_, _) => FinishLine();

    internal ShownValue()
    {
    }

    /// <summary>Shows something in place of what was shown before.</summary>
    /// <param name="value">Mostly a piece of HTML, whose text is shown.</param>
    public void Update(object? value)
    {
        lock (Turn)
        {
            if (open != this)
            {
                FinishLine();
                open = this;
            }

            string before = text;
            text = value?.ToString() ?? "";
            if (!Console.IsOutputRedirected)
            {
                int width = Math.Max(20, Console.WindowWidth - 1);
                Console.Write("\r" + Fitting(text, width).PadRight(Fitting(before, width).Length));
            }
        }
    }

    /// <summary>Ends a line that is written over, before something else is written.</summary>
    internal static void FinishLine()
    {
        lock (Turn)
        {
            if (open is not null)
            {
                Console.WriteLine(Console.IsOutputRedirected ? open.text : "");
                open = null;
            }
        }
    }

    private static string Fitting(string text, int width) => text.Length > width ? text[..width] : text;
}
