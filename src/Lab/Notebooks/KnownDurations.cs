using System.Text.Json;

namespace Lab.Notebooks;

/// <summary>What cells took the last time, kept beside the results, so that a run can tell the time left.</summary>
internal sealed class KnownDurations
{
    private readonly string path;
    private readonly Dictionary<string, double[]> seconds;

    private KnownDurations(string path, Dictionary<string, double[]> seconds) => (this.path, this.seconds) = (path, seconds);

    /// <summary>Reads what an earlier run has left in a folder; a file that cannot be read counts as none.</summary>
    public static KnownDurations In(string folder)
    {
        string path = Path.Combine(folder, "durations.json");
        try
        {
            return new KnownDurations(path, File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(path)) ?? [] : []);
        }
        catch (JsonException)
        {
            return new KnownDurations(path, []);
        }
    }

    /// <summary>The seconds of a notebook's cells, where they are known and the notebook still has as many.</summary>
    public double[]? Of(string key, int cells) => seconds.TryGetValue(key, out double[]? known) && known.Length == cells ? known : null;

    /// <summary>Notes a run that came to its end.</summary>
    public void Note(string key, IReadOnlyList<double> cellSeconds)
    {
        seconds[key] = [.. cellSeconds.Select(value => Math.Round(value, 2))];
        File.WriteAllText(path, JsonSerializer.Serialize(seconds));
    }
}
