using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Ours and PyTorch's runs by turns, each in a process of its own, so that a change of the machine's speed meets both; prints the medians and the
/// median of the ratios of neighbouring turns.
/// </summary>
internal static class Comparison
{
    private const int Turns = 5;
    private const int RoundsPerTurn = 3;

    // What works on files: the pictures for it, and one round a turn, since it takes long.
    private static readonly Dictionary<string, int> PicturesFor = new() { ["frozen"] = 256, ["finetune"] = 256, ["strategies"] = 128, ["decode"] = 600 };

    public static void Run(IEnumerable<string> names)
    {
        string peer = Path.Combine(AppContext.BaseDirectory, "pytorch_peer.py"), python = Environment.GetEnvironmentVariable("PYTHON") ?? "python3";
        Console.WriteLine($"{"work",-16}{"ours",10}{"PyTorch",10}{"ratio",8}");
        foreach (string name in names)
        {
            string[] onFiles = PicturesFor.TryGetValue(name, out int pictures) ? [Photographs.Folder(pictures)] : [];
            string rounds = onFiles.Length > 0 && name != "decode" ? "1" : $"{RoundsPerTurn}";
            var turns = new List<(Dictionary<string, double> Ours, Dictionary<string, double> Theirs)>();
            for (int turn = 0; turn < Turns; turn++)
            {
                turns.Add((Speeds(Environment.ProcessPath!, [name, rounds, .. onFiles]), Speeds(python, [peer, name, rounds, $"{Environment.ProcessorCount}", .. onFiles])));
            }

            foreach (string work in turns[0].Ours.Keys)
            {
                double ratio = Median(turns.Select(turn => turn.Ours[work] / turn.Theirs[work]));
                Console.WriteLine($"{work,-16}{Median(turns.Select(turn => turn.Ours[work])),10:F1}{Median(turns.Select(turn => turn.Theirs[work])),10:F1}{ratio,8:F2}");
            }
        }
    }

    /// <summary>The median speed of each name that a program prints.</summary>
    private static Dictionary<string, double> Speeds(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }

        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .GroupBy(parts => parts[0], parts => double.Parse(parts[1])).ToDictionary(group => group.Key, Median);
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
