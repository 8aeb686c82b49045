namespace Plotly.NET;

/// <summary>A choice that Plotly's schema writes as a word, a number or a short array.</summary>
internal interface IWord
{
    object Word { get; }
}
