using System.Reflection;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The public properties and fields of a value, in the order of their declaration.</summary>
internal static class Members
{
    public static IEnumerable<(string Name, Func<object?> Read)> Of(object value)
    {
        Type type = value.GetType();
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        foreach (PropertyInfo property in type.GetProperties(Public).Where(property => property.CanRead && property.GetIndexParameters().Length == 0))
        {
            yield return (property.Name, () => Try(() => property.GetValue(value)));
        }

        foreach (FieldInfo field in type.GetFields(Public))
        {
            yield return (field.Name, () => Try(() => field.GetValue(value)));
        }
    }

    /// <summary>A property that throws shows what it threw.</summary>
    private static object? Try(Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (TargetInvocationException thrown)
        {
            return $"{thrown.InnerException?.GetType().Name}: {thrown.InnerException?.Message}";
        }
        catch (NotSupportedException unreadable)
        {
            return unreadable.Message;   // a span, a pointer
        }
    }
}
