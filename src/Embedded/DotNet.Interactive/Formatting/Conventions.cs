using System.Collections;
using System.Reflection;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Finds the formatters that a type names by an attribute. The attribute and all that follows from it are known by their members' names
/// alone, so that a library can say how its types are shown without a reference to these assemblies.
/// </summary>
internal static class Conventions
{
    /// <summary>Registers the formatters and preferred MIME types that the type's attribute leads to; without one nothing happens.</summary>
    public static void Register(Type type, Action<ITypeFormatter> register)
    {
        foreach (object attribute in type.GetCustomAttributes(inherit: true).Where(attribute => attribute.GetType().Name == nameof(TypeFormatterSourceAttribute)))
        {
            if (Property<Type>(attribute, nameof(TypeFormatterSourceAttribute.FormatterSourceType)) is { } sourceType)
            {
                foreach (ITypeFormatter formatter in FormattersOf(sourceType, type))
                {
                    register(formatter);
                }
            }

            if (Property<string[]>(attribute, nameof(TypeFormatterSourceAttribute.PreferredMimeTypes)) is { Length: > 0 } mimeTypes)
            {
                Formatter.SetPreferredMimeTypesFor(type, mimeTypes);
            }
        }
    }

    private static IEnumerable<ITypeFormatter> FormattersOf(Type sourceType, Type type)
    {
        object source = Activator.CreateInstance(sourceType)!;
        if (source is ITypeFormatterSource known)
        {
            return known.CreateTypeFormatters();
        }

        var made = sourceType.GetMethod(nameof(ITypeFormatterSource.CreateTypeFormatters), Type.EmptyTypes)?.Invoke(source, null) as IEnumerable;
        return (made ?? Array.Empty<object>()).Cast<object>().Select(formatter => Adapt(formatter, type)).OfType<ITypeFormatter>();
    }

    private static AnyTypeFormatter? Adapt(object formatter, Type type)
    {
        MethodInfo? format = formatter.GetType().GetMethod(nameof(ITypeFormatter.Format), [typeof(object), typeof(TextWriter)]);
        if (format is null || Property<string>(formatter, nameof(ITypeFormatter.MimeType)) is not { } mimeType)
        {
            return null;
        }

        var write = format.CreateDelegate<Func<object?, TextWriter, bool>>(formatter);
        return new AnyTypeFormatter(Property<Type>(formatter, nameof(ITypeFormatter.Type)) ?? type, mimeType, (value, context) => write(value, context.Writer));
    }

    private static T? Property<T>(object of, string name)
        where T : class => of.GetType().GetProperty(name)?.GetValue(of) as T;
}
