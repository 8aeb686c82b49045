using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// One thread against all of them, by turns of about a second, beside what the machine itself gives: as many processes of one thread as there are
/// cores, which wait for nothing but the memory that they share. No program gains more from its threads than that.
/// </summary>
internal static class Scaling
{
    private const int Turns = 9;

    public static void Run()
    {
        int all = get_num_threads();
        Console.WriteLine($"{"work",-10}{"1 thread",10}{$"{all} threads",11}{"ratio",7}{$"{all} processes",14}{"ratio",7}");
        foreach (string name in new[] { "forward", "step" })
        {
            using var work = new Work(name);
            using var others = new Processes(name, all);
            var turns = new List<(double One, double Threads, double Processes)>();
            for (int turn = -1; turn < Turns; turn++)
            {
                (double one, double threads, double processes) = (work.Speed(1), work.Speed(all), others.Speed());
                if (turn >= 0)
                {
                    turns.Add((one, threads, processes));
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10}{Median(t => t.One),10:F1}{Median(t => t.Threads),11:F1}{Median(t => t.Threads / t.One),7:F2}{Median(t => t.Processes),14:F1}{Median(t => t.Processes / t.One),7:F2}"));

            double Median(Func<(double One, double Threads, double Processes), double> of) => Comparison.Median(turns.Select(of));
        }
    }

    /// <summary>One of the processes: works for a second at every line it reads, and says how fast.</summary>
    public static void Serve(string name)
    {
        using var work = new Work(name);
        work.Speed(1);
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(work.Speed(1).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private sealed class Work(string name) : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> net = MobileNetV2.Create();
        private readonly Tensor x = randn(32, 3, 160, 160), y = randint(0, 2, [32, 1]).to(ScalarType.Float32);
        private optim.Optimizer? optimizer;

        /// <summary>Pictures a second.</summary>
        public double Speed(int threads)
        {
            set_num_threads(threads);
            int rounds = name == "forward" ? 6 : 2;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < rounds; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                if (name == "forward")
                {
                    net.eval();
                    using IDisposable mode = inference_mode();
                    net.call(x).Dispose();
                    continue;
                }

                net.train();
                optimizer ??= optim.Adam(net.parameters(), 1e-3);
                optimizer.zero_grad();
                nn.functional.binary_cross_entropy_with_logits(net.call(x), y).backward();
                optimizer.step();
            }

            return 32 * rounds / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose()
        {
            optimizer?.Dispose();
            net.Dispose();
            x.Dispose();
            y.Dispose();
        }
    }

    private sealed class Processes : IDisposable
    {
        private readonly List<Process> processes;

        public Processes(string name, int count)
        {
            processes = [.. Enumerable.Range(0, count).Select(_ => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["scaling-one", name]) { RedirectStandardInput = true, RedirectStandardOutput = true })!)];
            processes.ForEach(process => process.StandardOutput.ReadLine());
        }

        /// <summary>Pictures a second of all together.</summary>
        public double Speed()
        {
            processes.ForEach(process => process.StandardInput.WriteLine());
            return processes.Sum(process => double.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
        }

        public void Dispose()
        {
            processes.ForEach(process => process.StandardInput.Close());
            processes.ForEach(process => process.WaitForExit());
            processes.ForEach(process => process.Dispose());
        }
    }
}
