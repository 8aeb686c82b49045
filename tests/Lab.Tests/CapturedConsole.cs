namespace Lab.Tests;

/// <summary>Runs the program in this process and gives what it printed.</summary>
internal static class CapturedConsole
{
    public static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using var capturedOutput = new StringWriter();
        using var capturedError = new StringWriter();
        try
        {
            Console.SetOut(capturedOutput);
            Console.SetError(capturedError);
            int status = await Program.Main(arguments);
            return (status, capturedOutput.ToString(), capturedError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
