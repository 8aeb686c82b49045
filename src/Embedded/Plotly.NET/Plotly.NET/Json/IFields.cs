namespace Plotly.NET;

/// <summary>An object of Plotly's schema: a bag of named values.</summary>
internal interface IFields
{
    Fields Fields { get; }
}
