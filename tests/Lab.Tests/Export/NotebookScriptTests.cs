using Lab.Export;
using Microsoft.DotNet.Interactive.Documents;

namespace Lab.Tests.Export;

public sealed class NotebookScriptTests
{
    [Fact]
    public void Directives_are_left_out_and_usings_stand_on_top_once()
    {
        string script = Script(
            "#r \"../artifacts/notebooks/TransferLearning.dll\"\n#!time\nusing TransferLearning;\nint one = 1;",
            "// Why.\nusing TransferLearning;\nusing static System.Math;\nint two = 2;");

        Assert.DoesNotContain("#r ", script, StringComparison.Ordinal);
        Assert.DoesNotContain("#!", script, StringComparison.Ordinal);
        Assert.Equal(1, Count(script, "using TransferLearning;"));
        Assert.True(script.IndexOf("using static System.Math;", StringComparison.Ordinal) < script.IndexOf("int one", StringComparison.Ordinal));
        Assert.Contains("// Why.", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_expression_is_displayed_and_one_without_value_is_only_run()
    {
        string script = Script("int one = 1;\none + 1   // the next", "Console.WriteLine(one)", "one++;");

        Assert.Contains("display(one + 1);   // the next", script, StringComparison.Ordinal);
        Assert.Contains("Console.WriteLine(one);", script, StringComparison.Ordinal);
        Assert.DoesNotContain("display(Console", script, StringComparison.Ordinal);
        Assert.Contains("\none++;\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_declared_again_gets_a_new_name_from_there_on()
    {
        string script = Script("int rate = 1;", "Console.WriteLine(rate);", "double rate = rate / 2.0;", "var pair = new { rate, Half = rate };\nConsole.WriteLine(pair.rate);");

        Assert.Contains("Console.WriteLine(rate);", script, StringComparison.Ordinal);
        Assert.Contains("double rate2 =", script, StringComparison.Ordinal);
        Assert.Contains("Half = rate2", script, StringComparison.Ordinal);
        Assert.Contains("pair.rate)", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_that_uses_the_name_of_a_notebook_variable_gets_another()
    {
        string script = Script("foreach (int step in new[] { 1, 2 }) { Console.WriteLine(step); }", "int step = 5;\nFunc<int, int> twice = step => 2 * step;");

        Assert.Contains("foreach (int step2 in new[] { 1, 2 }) { Console.WriteLine(step2); }", script, StringComparison.Ordinal);
        Assert.Contains("int step = 5;", script, StringComparison.Ordinal);
        Assert.Contains("step => 2 * step", script, StringComparison.Ordinal);   // a function may
    }

    [Fact]
    public void Types_come_last_and_methods_stay()
    {
        string script = Script("record Pair(int One, int Two);\nint Sum(Pair pair) => pair.One + pair.Two;", "Sum(new Pair(1, 2))");

        Assert.True(script.IndexOf("record Pair", StringComparison.Ordinal) > script.IndexOf("display(Sum(new Pair(1, 2)));", StringComparison.Ordinal));
        Assert.Contains("int Sum(Pair pair)", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_become_comments_and_headings_are_written()
    {
        var document = new InteractiveDocument();
        document.Add(new InteractiveDocumentElement("# One \"idea\"\n\nSome words.", "markdown"));
        string script = NotebookScript.Write(document, "a", "../Library.csproj");

        Assert.Contains("// Some words.", script, StringComparison.Ordinal);
        Assert.Contains("heading(\"One \\\"idea\\\"\");", script, StringComparison.Ordinal);
        Assert.Contains("#:project ../Library.csproj", script, StringComparison.Ordinal);
    }

    private static string Script(params string[] cells)
    {
        var document = new InteractiveDocument();
        foreach (string cell in cells)
        {
            document.Add(new InteractiveDocumentElement(cell, "csharp"));
        }

        return NotebookScript.Write(document, "test", "../Library.csproj");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
