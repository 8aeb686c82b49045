using System.CommandLine;
using System.CommandLine.Invocation;
using Lab.Commands;
using TransferLearning;

namespace Lab;

/// <summary>The command line. Exit status: 0 done, 1 something failed, 2 a mistake of the user's, 130 stopped by Ctrl-C.</summary>
internal static class Program
{
    internal const int Success = 0, Failure = 1, UserMistake = 2, Stopped = 130;

    /// <summary>Carries out one command line.</summary>
    internal static async Task<int> Main(string[] arguments)
    {
        ParseResult parsed = Commands().Parse(Wildcards.Expand(arguments));
        try
        {
            // Ctrl-C (or SIGTERM) asks a command to end in order (finish the batch, leave no half-written file), however long that takes.
            InvocationConfiguration settings = new()
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            };
            return parsed.Action is not ParseErrorAction ? await parsed.InvokeAsync(settings)
                : throw new UserMistakeException(parsed.Errors[^1].Message + " See --help.");   // the last names what was typed
        }
        catch (Exception failure)
            when (failure is UserMistakeException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure is OperationCanceledException ? "Stopped." : failure.Message);
            return failure switch { UserMistakeException => UserMistake, OperationCanceledException => Stopped, _ => Failure };
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
}
