namespace EmbeddedApi.Tests;

/// <summary>Types as C# names them, with their whole namespace.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(decimal)] = "decimal", [typeof(double)] = "double",
        [typeof(float)] = "float", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(nint)] = "nint", [typeof(object)] = "object",
        [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(string)] = "string", [typeof(uint)] = "uint", [typeof(ulong)] = "ulong",
        [typeof(ushort)] = "ushort", [typeof(void)] = "void",
    };

    public static string Of(Type type)
    {
        if (type.HasElementType)
        {
            string element = Of(type.GetElementType()!);
            return type.IsArray ? $"{element}[{new string(',', type.GetArrayRank() - 1)}]" : type.IsPointer ? element + "*" : element;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        string[] arguments = [.. type.GetGenericArguments().Select(Of)];
        string full = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;
        return full.StartsWith("System.ValueTuple`", StringComparison.Ordinal) && arguments.Length > 1
            ? $"({string.Join(", ", arguments)})"
            : WithArguments(full, arguments);
    }

    // A nested type's arguments come behind those of the types around it: Outer`1+Inner`2.
    private static string WithArguments(string full, string[] arguments)
    {
        int taken = 0;
        return string.Join('.', full.Split('+').Select(part =>
        {
            string[] halves = part.Split('`');
            if (halves.Length == 1)
            {
                return part;
            }

            int count = int.Parse(halves[1], System.Globalization.CultureInfo.InvariantCulture);
            string own = string.Join(", ", arguments.Skip(taken).Take(count));
            taken += count;
            return $"{halves[0]}<{own}>";
        }));
    }
}
