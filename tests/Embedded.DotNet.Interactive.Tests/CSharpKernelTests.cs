using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Embedded.DotNet.Interactive.Tests;

public sealed class CSharpKernelTests : IDisposable
{
    private readonly CompositeKernel kernel = new() { new CSharpKernel().UseKernelHelpers() };
    private readonly string folder = Directory.CreateTempSubdirectory("kernel-test-").FullName;
    private readonly string before = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        kernel.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_a_cell_declares_the_next_ones_see_also_after_one_that_failed()
    {
        await RunAsync("int counted = 1; int Twice(int x) => 2 * x; record Animal(string Name);");
        await RunAsync("counted = 20; throw new Exception(\"stop\");");

        Assert.Equal("40 cat", Text(await RunAsync("$\"{Twice(counted)} {new Animal(\"cat\").Name}\"")));
    }

    [Fact]
    public async Task A_reference_relative_to_the_current_folder_brings_the_assemblies_beside_it()
    {
        string published = Directory.CreateDirectory(Path.Combine(folder, "published")).FullName;
        string inner = Compile(published, "InnerThing", "namespace InnerThing; public static class Inner { public static int Seven => 7; }");
        Compile(published, "OuterThing", "namespace OuterThing; public static class Outer { public static int Eight => InnerThing.Inner.Seven + 1; }", inner);
        Directory.SetCurrentDirectory(Directory.CreateDirectory(Path.Combine(folder, "notebooks")).FullName);

        await RunAsync("#r \"../published/OuterThing.dll\"\nusing OuterThing;\nusing InnerThing;");

        // One #r is enough for what the referenced assembly itself refers to, as in the published kernel.
        Assert.Equal("8 7", Text(await RunAsync("$\"{Outer.Eight} {Inner.Seven}\"")));
        Assert.Equal("1", Text(await RunAsync("AppDomain.CurrentDomain.GetAssemblies().Count(one => one.GetName().Name == \"InnerThing\").ToString()")));
    }

    [Fact]
    public async Task Text_to_the_console_comes_as_events_in_its_order_from_any_thread_of_the_cell()
    {
        KernelCommandResult result = await RunAsync(
            "Console.Write(\"a\"); display(\"b\"); await Task.Run(() => Console.WriteLine(\"c\")); var thread = new System.Threading.Thread(() => Console.Error.Write('d')); thread.Start(); thread.Join();");

        Assert.Equal(
            ["StandardOutputValueProduced a", "DisplayedValueProduced b", "StandardOutputValueProduced c", "StandardErrorValueProduced d"],
            result.Events.OfType<DisplayEvent>().Select(shown => $"{shown.GetType().Name} {shown.FormattedValues.Single().Value.Trim()}"));
    }

    [Fact]
    public async Task Text_to_the_console_outside_a_cell_goes_where_it_went_before()
    {
        await RunAsync("1");
        var heard = new Heard();
        using IDisposable listening = kernel.KernelEvents.Subscribe(heard);

        Console.Out.Write("");
        Console.WriteLine("from a test, not from a cell");

        Assert.Empty(heard.Events);
    }

    [Fact]
    public async Task An_endless_cell_that_is_cancelled_fails_and_the_next_one_runs()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        KernelCommandResult cancelled = await kernel.SendAsync(new SubmitCode("while (!new System.Threading.ManualResetEvent(false).WaitOne(20)) { if (Environment.GetEnvironmentVariable(\"END_OF_TEST\") == \"1\") break; }"), stop.Token);

        Assert.Equal("Command cancelled", Assert.IsType<CommandFailed>(cancelled.Events[^1]).Message);
        Environment.SetEnvironmentVariable("END_OF_TEST", "1");
        Assert.Equal("2", Text(await RunAsync("(1 + 1).ToString()")));
    }

    [Fact]
    public async Task An_exception_tells_the_line_of_the_cell()
    {
        await RunAsync("int Half(int x)\n{\n    if (x % 2 == 1)\n        throw new InvalidOperationException(\"odd\");\n    return x / 2;\n}");
        KernelCommandResult result = await RunAsync("int four = Half(8);\nint none = Half(5);");

        string trace = Assert.IsType<CommandFailed>(result.Events[^1]).Exception!.StackTrace!;
        Assert.Contains("Half(Int32 x) in :line 4", trace, StringComparison.Ordinal);
        Assert.Contains("in :line 2", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_names_the_kernel_is_no_code_and_the_others_keep_their_numbers()
    {
        Assert.Equal("5", Text(await RunAsync("#!csharp\n(2 + 3).ToString()")));
        Assert.StartsWith("(2,9): error CS0029", Assert.IsType<CommandFailed>((await RunAsync("#!csharp\nint y = \"no\";")).Events[^1]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_for_a_kernel_that_is_not_there_fails()
    {
        KernelCommandResult result = await kernel.SendAsync(new SubmitCode("1", "fsharp"));

        Assert.Contains("fsharp", Assert.IsType<CommandFailed>(Assert.Single(result.Events)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_sent_together_run_one_after_the_other()
    {
        await RunAsync("int inside = 0, most = 0;");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync("inside++; most = Math.Max(most, inside); await Task.Delay(20); inside--;")));

        Assert.Equal("1", Text(await RunAsync("most.ToString()")));
    }

    private static string Text(KernelCommandResult result)
    {
        Assert.True(result.Events[^1] is CommandSucceeded, result.Events[^1].ToString());
        return Assert.Single(result.Events.OfType<ReturnValueProduced>()).FormattedValues.Single().Value;
    }

    private static string Compile(string folder, string name, string code, params string[] references)
    {
        string path = Path.Combine(folder, name + ".dll");
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(code)],
            references.Append(typeof(object).Assembly.Location).Append(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll")).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = compilation.Emit(path);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return path;
    }

    private Task<KernelCommandResult> RunAsync(string code) => kernel.SubmitCodeAsync(code);
}
