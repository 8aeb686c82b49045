using System.CommandLine;
using System.CommandLine.Invocation;
using Lab.Commands;
using TransferLearning;

namespace Lab;

/// <summary>The command line. Exit status: 0 done, 1 something failed, 2 a mistake of the user's, 130 stopped by Ctrl-C.</summary>
internal static class Program
{
    internal const int Success = 0, Failure = 1, UserMistake = 2, Stopped = 130;

    private static async Task<int> Main(string[] arguments)
    {
        CancellationTokenSource stop = new();   // never disposed: the handler may be called until the process has ended
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;   // end in order: finish the batch, leave no half-written file
            stop.Cancel();
        };
        return await RunAsync(arguments, stop.Token);
    }

    /// <summary>Carries out one command line.</summary>
    internal static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        ParseResult parsed = Commands().Parse(Wildcards.Expand(arguments));
        if (parsed.Action is ParseErrorAction)
        {
            return Complain(parsed.Errors[^1].Message + " See --help.", UserMistake);   // the last names what was typed
        }

        try
        {
            // No termination timeout: that would handle Ctrl-C a second time.
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        }
        catch (UserMistakeException mistake)
        {
            return Complain(mistake.Message, UserMistake);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Complain("Stopped.", Stopped);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Complain(failure.Message, Failure);
        }
    }

    private static RootCommand Commands()
    {
        Option<DirectoryInfo> output = RunCommand.Output();
        RootCommand root = new(
            "Transfer learning in C#: the same image classifier trained from scratch, on frozen features, and fine-tuned, side by side.\n"
            + "Without a command it runs lessons 1 to 4 and writes them as pages. \"Lab COMMAND --help\" tells the options of a command.\n"
            + "Exit status: 0 done, 1 something failed, 2 a mistake in what was asked for, 130 stopped by Ctrl-C.")
        {
            output,
            RunCommand.Create(),
            CompareCommand.Create(),
            PredictCommand.Create(),
            FetchCommand.Create(),
            KernelCommand.Create(),
            HandoutCommand.Create(),
            DoctorCommand.Create(),
            PretrainCommand.Create(),
        };
        root.SetAction((parsed, cancellation) => RunCommand.RunLessonsAsync(parsed.GetValue(output)!.FullName, cancellation));
        return root;
    }

    private static int Complain(string sentence, int status)
    {
        Console.Error.WriteLine(sentence);
        return status;
    }
}
