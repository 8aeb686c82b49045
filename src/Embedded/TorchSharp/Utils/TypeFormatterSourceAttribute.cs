namespace TorchSharp.Utils;

/// <summary>Says how a notebook kernel shows a tensor. A kernel knows the attribute and what it leads to by name alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
}
