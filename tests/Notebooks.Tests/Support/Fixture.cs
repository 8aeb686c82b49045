using System.Reflection;
using Lab.Notebooks;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

/// <summary>Small notebooks for tests, in a folder that goes away.</summary>
internal sealed class Fixture : IDisposable
{
    /// <summary>Whether the kernel says at which line a running cell failed: the embedded one does, the published one has no debug information for cells.</summary>
    public static bool KernelKnowsLines { get; } = typeof(InteractiveDocument).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(entry => (entry.Key, entry.Value) == ("Edition", "embedded"));

    public string Folder { get; } = Directory.CreateTempSubdirectory("notebooks-test-").FullName;

    public string Output => Path.Combine(Folder, "out");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes a notebook; a text that begins with # and a space is Markdown.</summary>
    public async Task<string> WriteAsync(string name, params string[] cells)
    {
        string path = Path.Combine(Folder, name);
        await NotebookFile.WriteAsync(new InteractiveDocument([.. cells.Select(text => new InteractiveDocumentElement(text, text.StartsWith("# ", StringComparison.Ordinal) ? "markdown" : null))]), path);
        return path;
    }

    public Task<NotebookRun> RunAsync(string path, RunSettings? settings = null, CancellationToken cancellation = default) =>
        NotebookRun.RunAsync(path, settings ?? new RunSettings(), Folder, cancellation: cancellation);
}
