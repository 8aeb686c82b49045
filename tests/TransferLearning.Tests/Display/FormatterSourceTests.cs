using System.Collections;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
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

    [Fact]
    public void A_grid_of_pictures_is_shown_as_one_picture_and_in_words()
    {
        Chart grid = Charts.Mistakes(MadeUp.Evaluation(0.9));
        Dictionary<string, string> shown = Show(grid);
        Assert.Equal(["text/html", "text/plain"], shown.Keys.Order());
        Match picture = Regex.Match(shown["text/html"], "^<img alt=\"([^\"]*)\" width=\"720\" height=\"[\\d.]+\" src=\"data:image/svg\\+xml;base64,([^\"]+)\">$");
        Assert.Equal(grid.ToString(), WebUtility.HtmlDecode(picture.Groups[1].Value));
        Assert.Equal(grid.ToSvg(), Encoding.UTF8.GetString(Convert.FromBase64String(picture.Groups[2].Value)));
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
