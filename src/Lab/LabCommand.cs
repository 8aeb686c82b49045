using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lab;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class LabCommand(string name, string description, params string[] examples) : Command(name, description)
{
    private const string Program = "dotnet run -c Release --project src/Lab --";

    /// <summary>Makes the help of all commands print them.</summary>
    public static void ShowExamples(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpAndExamples((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class HelpAndExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int status = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is LabCommand { Examples.Length: > 0 } command)
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string example in command.Examples)
                {
                    output.WriteLine($"  {Program} {command.Name} {example}");
                }
            }

            return status;
        }
    }

    private string[] Examples { get; } = examples;
}
