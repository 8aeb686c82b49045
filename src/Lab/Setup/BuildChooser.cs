using TransferLearning;

namespace Lab.Setup;

/// <summary>Finds the best build that a machine can have: published packages with CUDA, else on the CPU, else the embedded editions.</summary>
/// <param name="machine">The machine.</param>
/// <param name="tryRestore">Gets the packages of a build; null when they are here, otherwise why not.</param>
internal sealed class BuildChooser(MachineFacts machine, Func<LabBuild, string?> tryRestore)
{
    private readonly Dictionary<LabBuild, string> ruledOut = [];

    private const string EmbeddedEndsIt = "The embedded editions need no package and no native library.";

    /// <summary>Chooses.</summary>
    /// <param name="wanted">The build that was asked for; null finds the best.</param>
    /// <exception cref="UserMistakeException">The build that was asked for cannot be had; nothing is changed then.</exception>
    public BuildChoice Choose(LabBuild? wanted) => wanted is { } build ? AsAsked(build) : Best();

    /// <summary>Leaves out a build from now on when the best is looked for.</summary>
    /// <param name="build">The build.</param>
    /// <param name="reason">Why, one sentence.</param>
    public void RuleOut(LabBuild build, string reason) => ruledOut[build] = reason;

    private BuildChoice AsAsked(LabBuild build)
    {
        if (build == LabBuild.Embedded)
        {
            return new BuildChoice(build, ["Asked for.", EmbeddedEndsIt]);
        }

        if (WhyNot(build) is { } unsupported)
        {
            throw new UserMistakeException($"{Capital(BuildNames.Describe(build))} cannot be had: {unsupported} Nothing was changed.");
        }

        if (tryRestore(build) is { } failure)
        {
            throw new UserMistakeException($"{Capital(BuildNames.Describe(build))} cannot be had: the feed does not give them ({failure}). Nothing was changed.");
        }

        string[] warning = build == LabBuild.Cuda && machine.Gpu is null ? ["nvidia-smi names no GPU here; without one it computes on the CPU."] : [];
        return new BuildChoice(build, ["Asked for, and the feed has the packages.", .. warning]);
    }

    private BuildChoice Best()
    {
        var reasons = new List<string>();
        foreach (LabBuild build in new[] { LabBuild.Cuda, LabBuild.Cpu })
        {
            string? reason = ruledOut.TryGetValue(build, out string? known) ? known
                : build == LabBuild.Cuda && machine.HasCudaPackage && machine.Gpu is null ? "nvidia-smi names no NVIDIA GPU."
                : WhyNot(build) ?? (tryRestore(build) is { } failure ? $"The feed does not give them ({failure})." : null);
            if (reason is null)
            {
                string gpu = build == LabBuild.Cuda ? $" This machine has a GPU: {machine.Gpu}." : "";
                return new BuildChoice(build, [.. reasons, $"{Capital(BuildNames.Describe(build))}: the feed has them.{gpu}"]);
            }

            reasons.Add($"Not {BuildNames.Describe(build)}: {reason}");
        }

        return new BuildChoice(LabBuild.Embedded, [.. reasons, EmbeddedEndsIt]);
    }

    private string? WhyNot(LabBuild build) => (build == LabBuild.Cuda ? machine.HasCudaPackage : machine.HasCpuPackage)
        ? null
        : $"libtorch{(build == LabBuild.Cuda ? " with CUDA" : "")} is not published for {machine.SystemName}.";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
