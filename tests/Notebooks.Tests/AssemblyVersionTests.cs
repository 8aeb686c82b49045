using Lab.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

/// <summary>Libraries that were compiled against different versions of a third, as Plotly.NET and Giraffe.ViewEngine against FSharp.Core.</summary>
public sealed class AssemblyVersionTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Share_the_one_copy_that_lies_beside_them_without_a_warning()
    {
        // The newer one is written last and stays.
        string olderThing = Compile("Shared", "public class Thing { }", version: "6.0.0.0");
        string maker = Compile("Maker", "public static class Maker { public static Thing Make() => new(); }", references: olderThing);
        string newerThing = Compile("Shared", "public class Thing { }", version: "10.0.0.0");
        string user = Compile("User", "public static class User { public static string Use() => new Thing().GetType() == Maker.Make().GetType() ? \"one\" : \"two\"; }", "1.0.0.0", newerThing, maker);
        string path = await fixture.WriteAsync("a.ipynb", $"#r \"{user}\"\n#r \"{maker}\"\nMaker.Make();\nUser.Use()");

        NotebookRun run = await fixture.RunAsync(path);

        Assert.Null(run.Failure);
        Assert.Equal("one", Assert.IsType<ReturnValueElement>(Assert.Single(NotebookFile.CodeCells(run.Document)[0].Outputs)).Data["text/plain"]);
    }

    private string Compile(string name, string code, string version = "1.0.0.0", params string[] references)
    {
        string path = Path.Combine(fixture.Folder, name + ".dll");
        MetadataReference[] all = [MetadataReference.CreateFromFile(typeof(object).Assembly.Location), .. references.Select(file => MetadataReference.CreateFromFile(file))];
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{code}")],
            all,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.Emit(path).Diagnostics.Where(found => found.Severity is DiagnosticSeverity.Error));
        return path;
    }
}
