using System.Collections.Concurrent;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Finds how a value is written: formatters registered by hand, then those that its type names, then the defaults.</summary>
public static class Formatter
{
    private static readonly ConcurrentStack<ITypeFormatter> byHand = new(), byConvention = new();
    private static readonly ConcurrentStack<(Type Type, IReadOnlyCollection<string> MimeTypes)> preferred = new();
    private static readonly ConcurrentDictionary<Type, bool> checkedTypes = new();

    private static event Action<DisplayedValue>? Displayed;

    /// <summary>The MIME type of values that prefer none.</summary>
    public static string DefaultMimeType { get; set; } = HtmlFormatter.MimeType;

    /// <summary>Items of a sequence that are written out; of the rest the number.</summary>
    public static int ListExpansionLimit { get; set; } = 20;

    /// <summary>Levels of an object graph that are written out.</summary>
    public static int RecursionLimit { get; set; } = 6;

    /// <summary>What stands for null.</summary>
    public static string NullString { get; set; } = "<null>";

    /// <summary>Registers a formatter before all earlier ones.</summary>
    public static void Register(ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        byHand.Push(formatter);
    }

    /// <summary>Registers a function that gives the text of a value.</summary>
    public static void Register<T>(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register<T>((value, writer) => writer.Write(formatter(value)), mimeType);

    /// <summary>Registers an action that writes a value.</summary>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(new AnyTypeFormatter(typeof(T), mimeType, (value, context) =>
        {
            formatter((T)value!, context.Writer);
            return true;
        }));

    /// <summary>Says in which MIME types values of a type are displayed.</summary>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes)
    {
        ArgumentNullException.ThrowIfNull(type);
        preferred.Push((type, [.. preferredMimeTypes.Distinct()]));
    }

    /// <summary>The MIME types in which values of a type are displayed.</summary>
    public static IReadOnlyCollection<string> GetPreferredMimeTypesFor(Type? type)
    {
        if (type is null)
        {
            return [DefaultMimeType];
        }

        AskType(type);
        return MostSpecific(preferred, entry => entry.Type, type).FirstOrDefault().MimeTypes
            ?? [type == typeof(string) ? PlainTextFormatter.MimeType : DefaultMimeType];
    }

    /// <summary>A value as text of a MIME type.</summary>
    public static string ToDisplayString(this object? obj, string mimeType = PlainTextFormatter.MimeType)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using (var context = new FormatContext(writer))
        {
            Write(obj, context, mimeType);
        }

        return writer.ToString();
    }

    /// <summary>Calls an action whenever a value is displayed.</summary>
    public static IDisposable SubscribeToDisplayedValues(Action<DisplayedValue> onEvent)
    {
        Displayed += onEvent;
        return new Undo(() => Displayed -= onEvent);
    }

    /// <summary>Forgets every registration.</summary>
    public static void ResetToDefault()
    {
        byHand.Clear();
        byConvention.Clear();
        preferred.Clear();
        checkedTypes.Clear();
        (DefaultMimeType, ListExpansionLimit, RecursionLimit, NullString) = (HtmlFormatter.MimeType, 20, 6, "<null>");
    }

    internal static void Raise(DisplayedValue displayed)
    {
        if (Displayed is { } listeners)
        {
            listeners(displayed);
        }
        else
        {
            Console.WriteLine(displayed.FormattedValues.OrderBy(form => form.MimeType == PlainTextFormatter.MimeType ? 0 : 1).FirstOrDefault()?.Value);
        }
    }

    internal static void Write(object? value, FormatContext context, string mimeType)
    {
        if (value is not null)
        {
            Type type = value.GetType();
            if (Registered(byHand, type, mimeType).Any(formatter => formatter.Format(value, context)))
            {
                return;
            }

            AskType(type);
            if (Registered(byConvention, type, mimeType).Any(formatter => formatter.Format(value, context)))
            {
                return;
            }
        }

        switch (mimeType)
        {
            case HtmlFormatter.MimeType:
                HtmlValues.Write(value, context);
                break;
            case PlainTextFormatter.MimeType:
                PlainTextValues.Write(value, context);
                break;
            default:
                throw new ArgumentException($"No formatter is registered for MIME type {mimeType}.");
        }
    }

    private static IEnumerable<ITypeFormatter> Registered(IEnumerable<ITypeFormatter> formatters, Type type, string mimeType) =>
        MostSpecific(formatters.Where(formatter => formatter.MimeType == mimeType), formatter => formatter.Type, type);

    /// <summary>Those for the type or an ancestor: nearer types first, later registrations first.</summary>
    private static IEnumerable<T> MostSpecific<T>(IEnumerable<T> entries, Func<T, Type> typeOf, Type type) =>
        entries.Where(entry => Fits(typeOf(entry), type)).OrderByDescending(entry => Depth(typeOf(entry)));

    private static bool Fits(Type formatted, Type actual) =>
        formatted.IsAssignableFrom(actual)
        || (formatted.IsGenericTypeDefinition && Ancestry(actual).Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == formatted));

    private static IEnumerable<Type> Ancestry(Type? type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            yield return at;
        }

        foreach (Type contract in type?.GetInterfaces() ?? [])
        {
            yield return contract;
        }
    }

    private static int Depth(Type type)
    {
        int depth = 0;
        for (Type? at = type.BaseType; at is not null; at = at.BaseType)
        {
            depth++;
        }

        return type.IsInterface ? 1 : depth * 2;
    }

    private static void AskType(Type type)
    {
        if (checkedTypes.TryAdd(type, true))
        {
            Conventions.Register(type, byConvention.Push);
        }
    }

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
