using Spectre.Console;

namespace Lab.Tests;

/// <summary>Runs the program in this process and gives what it printed.</summary>
internal static class CapturedConsole
{
    public static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        (TextWriter output, TextWriter error, IAnsiConsole console) = (Console.Out, Console.Error, AnsiConsole.Console);
        using var capturedOutput = new StringWriter();
        using var capturedError = new StringWriter();
        try
        {
            Console.SetOut(capturedOutput);
            Console.SetError(capturedError);
            AnsiConsole.Console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new WideOutput(capturedOutput) });
            int status = await Program.RunAsync(arguments, CancellationToken.None);
            return (status, capturedOutput.ToString(), capturedError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            AnsiConsole.Console = console;
        }
    }

    private sealed class WideOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => 200;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
