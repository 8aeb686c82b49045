using System.CommandLine;
using Lab.Commands;
using Spectre.Console;
using TransferLearning;

namespace Lab;

/// <summary>The command line of the suite.</summary>
internal static class Program
{
    private const int Success = 0, Failure = 1, UserMistake = 2, Interrupted = 130;

    public static async Task<int> Main(string[] arguments)
    {
        if (Console.IsOutputRedirected)
        {
            // A log file: no colours, and no folding at 80 columns.
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        }

        var root = new RootCommand("Transfer learning in C#: the same picture classifier trained from scratch, on frozen features, and fine-tuned, side by side.")
        {
            RunCommand.Create(),
            SampleCommand.Create(),
            ExportCommand.Create(),
            CompareCommand.Create(),
            PredictCommand.Create(),
            FetchCommand.Create(),
            PretrainCommand.Create(),
            SetupCommand.Create(),
            DoctorCommand.Create(),
        };
        root.SetAction((_, cancellation) => RunCommand.RunLessonsAsync(cancellation));
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Complain(parsed.Errors[^1].Message + " See --help.");   // the last names what was typed
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;   // end in order: finish the batch, leave no half-written file
            stop.Cancel();
        };
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, stop.Token);
        }
        catch (UserMistakeException mistake)
        {
            return Complain(mistake.Message);
        }
        catch (OperationCanceledException)
        {
            AnsiConsole.MarkupLine("[yellow]Stopped.[/]");
            return Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return Failure;
        }
    }

    private static int Complain(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return UserMistake;
    }
}
