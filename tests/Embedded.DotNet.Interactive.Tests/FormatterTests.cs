using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Embedded.DotNet.Interactive.Tests;

public sealed class FormatterTests : IDisposable
{
    public void Dispose() => Formatter.ResetToDefault();

    [Fact]
    public void A_type_that_names_its_formatters_is_shown_in_all_the_forms_it_prefers()
    {
        IReadOnlyList<FormattedValue> forms = FormattedValue.CreateManyFromObject(new ByConvention.Drawing(3));

        Assert.Equal(["image/svg+xml: <svg data-size=\"3\"/>", "text/html: <b>drawing 3</b>"], forms.Select(form => form.ToString()));
    }

    [Fact]
    public void A_derived_type_is_shown_as_its_base_type_says()
    {
        Assert.Equal("image/svg+xml: <svg data-size=\"4\"/>", FormattedValue.CreateManyFromObject(new ByConvention.Sketch())[0].ToString());
    }

    [Fact]
    public void A_formatter_registered_by_hand_comes_before_the_one_that_a_type_names()
    {
        Formatter.Register<ByConvention.Drawing>(drawing => $"mine {drawing.Size}", "text/html");

        Assert.Equal("mine 5", new ByConvention.Drawing(5).ToDisplayString("text/html"));
    }

    [Fact]
    public void The_nearest_type_and_the_latest_registration_win()
    {
        Formatter.Register<Exception>(_ => "any", "text/html");
        Formatter.Register<ArgumentException>(_ => "argument", "text/html");
        Formatter.Register<IFormattable>((_, writer) => writer.Write("older"), "text/html");
        Formatter.Register<IFormattable>((_, writer) => writer.Write("newer"), "text/html");

        Assert.Equal("argument", new ArgumentNullException().ToDisplayString("text/html"));
        Assert.Equal("any", new IOException().ToDisplayString("text/html"));
        Assert.Equal("newer", 12.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_mime_type_without_a_formatter_is_refused()
    {
        Assert.Contains("text/x-nothing", Assert.Throws<ArgumentException>(() => new object().ToDisplayString("text/x-nothing")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_values_reads_as_text()
    {
        Assert.Contains("&lt;script&gt;", "<script>".ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("&lt;i&gt;", new { Name = "<i>" }.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<i>x", new Dictionary<string, string> { ["<i>x"] = "y" }.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_sequences_are_cut_and_say_how_much_is_left()
    {
        Assert.Contains("18, 19 ... (5 more) ]", Enumerable.Range(0, 25).ToArray().ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("... (more) ]", Enumerable.Range(0, 25).Where(x => x >= 0).ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("(5 more)", Enumerable.Range(0, 25).Select(x => new { x }).ToArray().ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_graph_ends_at_the_recursion_limit()
    {
        var loop = new Loop();
        loop.Next = loop;

        Assert.Equal(Formatter.RecursionLimit, loop.ToDisplayString("text/html").Split("<details").Length - 1);
    }

    [Fact]
    public void A_property_that_throws_shows_what_it_threw()
    {
        Assert.Contains("InvalidOperationException: not now", new Throwing().ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_keeps_the_place_and_the_mime_types_of_the_first_state()
    {
        using var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers() };
        KernelCommandResult result = await kernel.SubmitCodeAsync("var shown = display(\"one\", \"text/html\", \"text/plain\"); shown.Update(\"two\");");

        DisplayEvent first = Assert.Single(result.Events.OfType<DisplayedValueProduced>());
        DisplayEvent second = Assert.Single(result.Events.OfType<DisplayedValueUpdated>());
        Assert.Equal(first.ValueId, second.ValueId);
        Assert.Equal(["text/html", "text/plain"], second.FormattedValues.Select(form => form.MimeType));
        Assert.Equal("two", second.FormattedValues.Last().Value);
    }

    private sealed class Loop
    {
        public Loop? Next { get; set; }
    }

    private sealed class Throwing
    {
        private readonly string reason = "not now";

        public int Count => throw new InvalidOperationException(reason);
    }
}
