using System.Reflection;
using Plotly.NET;

namespace TransferLearning.Charting;

/// <summary>plotly.js as the published Plotly.NET carries it inside its assembly; the embedded edition has none.</summary>
internal static class PlotlyScript
{
    private static readonly Assembly Carrier = typeof(GenericChart).Assembly;

    private static readonly string? Resource = Array.Find(
        Carrier.GetManifestResourceNames(),
        name => name.Contains("plotly", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".min.js", StringComparison.OrdinalIgnoreCase));

    public static bool IsAtHand => Resource is not null;

    /// <summary>The text of the script, some megabytes.</summary>
    public static string Read()
    {
        using Stream stream = Carrier.GetManifestResourceStream(
            Resource ?? throw new InvalidOperationException("This edition of Plotly.NET carries no plotly.js."))!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
