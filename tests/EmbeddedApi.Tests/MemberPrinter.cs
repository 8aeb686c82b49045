using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Flags = System.Reflection.BindingFlags;

namespace EmbeddedApi.Tests;

/// <summary>Prints what other assemblies can see of one, as the lists of the published packages are printed.</summary>
internal static class MemberPrinter
{
    private const Flags Declared = Flags.Public | Flags.NonPublic | Flags.Instance | Flags.Static | Flags.DeclaredOnly;

    public static List<string> Print(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsVisible).OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Print)];

    private static IEnumerable<string> Print(Type type)
    {
        string name = TypeNames.Of(type);
        yield return Head(type, name);
        if (type.IsEnum)
        {
            foreach (FieldInfo field in type.GetFields(Flags.Public | Flags.Static))
            {
                yield return $"  {name}.{field.Name} = {field.GetRawConstantValue()}";
            }
        }
        else if (!IsDelegate(type))
        {
            IEnumerable<string> members = type.GetFields(Declared).Where(IsVisible).Select(field => Line(field, name))
                .Concat(type.GetConstructors(Declared).Where(made => !made.IsStatic && IsVisible(made)).Select(made => $"{Access(made)}{name}..ctor({Parameters(made)})"))
                .Concat(type.GetProperties(Declared).Where(property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod)).Select(property => Line(property, name)))
                .Concat(type.GetEvents(Declared).Where(happening => IsVisible(happening.AddMethod))
                    .Select(happening => $"{Access(happening.AddMethod!)}{Modifiers(happening.AddMethod!)}event {TypeNames.Of(happening.EventHandlerType!)} {name}.{happening.Name}"))
                .Concat(type.GetMethods(Declared).Where(IsListed).Select(method => Line(method, name)));
            foreach (string member in members.Order(StringComparer.Ordinal))
            {
                yield return "  " + member;
            }
        }
    }

    private static string Head(Type type, string name)
    {
        string access = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "public ";
        string constraints = type.IsGenericTypeDefinition ? Constraints(type.GetGenericArguments()) : "";
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{access}delegate {TypeNames.Of(invoke.ReturnType)} {name}({Parameters(invoke)}){constraints}";
        }

        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class";
        return $"{access}{kind} {name}{constraints}";
    }

    private static string Line(FieldInfo field, string type) =>
        (field.IsPublic ? "public " : "protected ") + (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "")
        + $"{TypeNames.Of(field.FieldType)} {type}.{field.Name}" + (field.IsLiteral ? " = " + Literal(field.GetRawConstantValue(), field.FieldType) : "");

    private static string Line(PropertyInfo property, string type)
    {
        MethodInfo first = IsVisible(property.GetMethod) ? property.GetMethod! : property.SetMethod!;
        string index = string.Join(", ", property.GetIndexParameters().Select(Parameter));
        string getter = IsVisible(property.GetMethod) ? "get; " : "", setter = "";
        if (IsVisible(property.SetMethod))
        {
            bool isInit = property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            setter = (property.SetMethod.IsPublic == first.IsPublic ? "" : Access(property.SetMethod)) + (isInit ? "init; " : "set; ");
        }

        return $"{Access(first)}{Modifiers(first)}{TypeNames.Of(property.PropertyType)} {type}.{(index.Length > 0 ? $"this[{index}]" : property.Name)} {{ {getter}{setter}}}";
    }

    private static string Line(MethodInfo method, string type)
    {
        Type[] generic = method.IsGenericMethod ? method.GetGenericArguments() : [];
        string names = generic.Length > 0 ? $"<{string.Join(", ", generic.Select(TypeNames.Of))}>" : "";
        string extended = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        return $"{Access(method)}{Modifiers(method)}{(method.ReturnType.IsByRef ? "ref " : "")}{TypeNames.Of(method.ReturnType)} {type}.{method.Name}{names}"
            + $"({extended}{Parameters(method)}){Constraints(generic)}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter.ParameterType.IsByRef
            ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params " : "";
        string text = $"{passing}{TypeNames.Of(parameter.ParameterType)} {parameter.Name}";
        if (!parameter.IsOptional)
        {
            return text;
        }

        object? value = parameter.RawDefaultValue;
        return $"{text} = {(value is DBNull or Missing ? "default" : Literal(value, parameter.ParameterType))}";
    }

    private static string Literal(object? value, Type type)
    {
        Type kind = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && kind == type ? "default" : "null",
            string text => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + '"',
            bool truth => truth ? "true" : "false",
            char letter => $"'{letter}'",
            _ when kind.IsEnum && Enum.GetName(kind, value) is { } constant => $"{TypeNames.Of(kind)}.{constant}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        GenericParameterAttributes kind = parameter.GenericParameterAttributes;
        bool isStruct = kind.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> all = [.. parameter.GetGenericParameterConstraints().Where(bound => bound != typeof(ValueType)).Select(TypeNames.Of)];
        if (isStruct || kind.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            all.Insert(0, isStruct ? "struct" : "class");
        }

        if (!isStruct && kind.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            all.Add("new()");
        }

        return all.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", all)}";
    }));

    private static string Modifiers(MethodBase method) => (method.IsStatic ? "static " : "") + (method.IsAbstract ? "abstract "
        : !method.IsVirtual || method.IsFinal ? ""
        : method.Attributes.HasFlag(MethodAttributes.NewSlot) ? "virtual " : "override ");

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    private static bool IsListed(MethodInfo method) =>
        IsVisible(method) && !method.Name.Contains('<', StringComparison.Ordinal)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;
}
