using System.Collections;
using System.Reflection;
using TransferLearning.Tests.Charting;

namespace TransferLearning.Tests.Display;

/// <summary>The library's types as a kernel sees them: through names and reflection alone.</summary>
public class FormatterSourceTests
{
    public static TheoryData<Type> Types =>
        [.. typeof(Chart).Assembly.GetExportedTypes().Where(type => Attribute(type) is not null)];

    [Fact]
    public void A_chart_is_shown_as_a_drawing_and_in_words()
    {
        Chart chart = Charts.ConfusionMatrix(MadeUp.Evaluation(0.9));
        Dictionary<string, string> shown = Show(chart);
        Assert.Equal(chart.ToSvg(), shown["image/svg+xml"]);
        Assert.Equal(chart.ToString(), shown["text/plain"]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_form_that_a_type_prefers_has_a_formatter(Type type)
    {
        object attribute = Attribute(type)!;
        string[] preferred = Get<string[]>(attribute, "PreferredMimeTypes");
        Assert.NotEmpty(preferred);
        Assert.Equal(preferred, Formatters(attribute).Select(formatter => Get<string>(formatter, "MimeType")));
        Assert.Equal(preferred.Length, preferred.Distinct().Count());
    }

    private static Dictionary<string, string> Show(object value)
    {
        var shown = new Dictionary<string, string>();
        foreach (object formatter in Formatters(Attribute(value.GetType())!))
        {
            var writer = new StringWriter();
            Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer]));
            shown[Get<string>(formatter, "MimeType")] = writer.ToString();
        }

        return shown;
    }

    private static object? Attribute(Type type) =>
        type.GetCustomAttributes(inherit: true).SingleOrDefault(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");

    private static IEnumerable<object> Formatters(object attribute)
    {
        object source = Activator.CreateInstance(Get<Type>(attribute, "FormatterSourceType"))!;
        return ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>();
    }

    private static T Get<T>(object from, string property) =>
        Assert.IsAssignableFrom<T>(from.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.GetValue(from));
}
