using System.CommandLine;
using Lab.Display;
using Lab.Setup;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab setup</c>: makes the best build that this machine can have, and remembers it for the clone.</summary>
internal static class SetupCommand
{
    private const int Success = 0, Failure = 1;

    public static Command Create()
    {
        var build = new Option<string?>("--build") { Description = "Take this build: embedded (no package), cpu or cuda (the published packages). By default the best that can be had.", HelpName = string.Join('|', BuildNames.All) };
        var feed = new Option<string?>("--feed") { Description = "A further NuGet feed, such as a folder with the packages (for classrooms without a network).", HelpName = "DIR|URL" };
        var onlyChoose = new Option<bool>("--only-choose") { Description = "Choose and remember, but build nothing yet." };
        var command = new Command("setup", "Choose the best build for this machine, say why, remember it for this clone, and build it.") { build, feed, onlyChoose };
        command.SetAction((parsed, cancellation) =>
        {
            LabBuild? wanted = parsed.GetValue(build) is { } name ? BuildNames.Named(name) : null;
            string? source = parsed.GetValue(feed) is { } given ? (given.Contains("://", StringComparison.Ordinal) ? given : Path.GetFullPath(given)) : null;
            return RunAsync(wanted, source, parsed.GetValue(onlyChoose), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(LabBuild? wanted, string? feed, bool onlyChoose, CancellationToken cancellation)
    {
        var dotnet = new Dotnet(Repository.Root, feed);
        var chooser = new BuildChooser(MachineFacts.Read(), build =>
        {
            AnsiConsole.WriteLine($"Asking the feed for {BuildNames.Describe(build)} (libtorch is hundreds of megabytes, with CUDA gigabytes, the first time) …");
            return dotnet.TryRestore(build);
        });
        while (true)
        {
            BuildChoice choice = chooser.Choose(wanted);
            foreach (string reason in choice.Reasons)
            {
                AnsiConsole.WriteLine(reason);
            }

            LocalProps.Write(Repository.Root, choice, feed);
            AnsiConsole.MarkupLineInterpolated($"[bold]Chosen: {BuildNames.Describe(choice.Build)}.[/] Remembered in {LocalProps.FileName}; to change it: setup --build {string.Join('|', BuildNames.All)}");
            int status = onlyChoose ? Success : await BuildAsync(dotnet, choice.Build, cancellation);
            if (status == Success || wanted is not null || choice.Build == LabBuild.Embedded)
            {
                return status;
            }

            // Packages that can be had may still not work, on a system older than libtorch's for one.
            AnsiConsole.WriteLine();
            chooser.RuleOut(choice.Build, "They were built and do not work here; what is said above tells why.");
        }
    }

    private static async Task<int> BuildAsync(Dotnet dotnet, LabBuild build, CancellationToken cancellation)
    {
        if (dotnet.TryBuild(build, line => AnsiConsole.WriteLine(line.Trim())) is { } failure)
        {
            Console.Error.WriteLine($"The build failed: {failure}. To work meanwhile: setup --build {BuildNames.NameOf(LabBuild.Embedded)}");
            return Failure;
        }

        // The first lesson opens at once then.
        await StepDisplay.ShowAsync(progress => Task.Run(() => SampleProfile.Open(progress, cancellation), cancellation));
        return dotnet.Lab(build, "doctor");
    }
}
