namespace Lab.Setup;

/// <summary>A build, and why this one.</summary>
/// <param name="Build">What was chosen.</param>
/// <param name="Reasons">One sentence for everything that was looked at.</param>
internal sealed record BuildChoice(LabBuild Build, IReadOnlyList<string> Reasons);
