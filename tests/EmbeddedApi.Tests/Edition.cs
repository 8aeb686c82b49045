using System.Reflection;

namespace EmbeddedApi.Tests;

/// <summary>An embedded edition: its assembly, its committed list, and the published package's list where that is at hand.</summary>
internal sealed class Edition(string name)
{
    /// <summary>The assemblies under src/Embedded.</summary>
    public static readonly string[] All =
    [
        "TorchSharp", "SixLabors.ImageSharp", "Plotly.NET", "Plotly.NET.CSharp", "Microsoft.DotNet.Interactive",
        "Microsoft.DotNet.Interactive.CSharp", "Microsoft.DotNet.Interactive.Documents", "Microsoft.DotNet.Interactive.Formatting",
    ];

    /// <summary>The folder with the lists of the published packages; null where it is not there.</summary>
    public static string? PublishedLists { get; } = Environment.GetEnvironmentVariable("TRANSFER_LEARNING_SHARED") is { Length: > 0 } shared
        ? Existing(Path.Combine(shared, "api"))
        : Existing(Path.Combine(Root(), "..", "shared", "api"));

    public string ListPath { get; } = Path.Combine(Root(), "tests", "EmbeddedApi.Tests", "Lists", name + ".txt");

    /// <summary>The members of the assembly as it was built.</summary>
    public List<string> Built() => MemberPrinter.Print(Assembly.Load(name));

    /// <summary>What is in these lines and in none of the published packages: a member may have come from another of them.</summary>
    public static IEnumerable<string> Invented(IEnumerable<string> lines) =>
        new MemberList(lines).NotIn(new MemberList(All.SelectMany(edition => File.ReadLines(Path.Combine(PublishedLists!, edition + ".txt")))));

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TransferLearning.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
