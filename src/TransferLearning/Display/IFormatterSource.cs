namespace TransferLearning.Display;

/// <summary>Makes the formatters of a type; see <see cref="FormatterSource{T}"/>.</summary>
internal interface IFormatterSource
{
    IEnumerable<TypeFormatter> CreateTypeFormatters();
}
