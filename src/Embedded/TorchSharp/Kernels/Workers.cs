using System.Runtime.ExceptionServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Persistent threads that share a range of work with the caller.
/// The partition is static: part p of P gets the same indices however the threads are scheduled, so that sums over parts are
/// the same to the bit from run to run. Calls from inside a part, or while another thread uses the workers, run the same parts in turn.
/// </summary>
internal static class Workers
{
    // A parked thread takes some 50 µs to wake; kernels follow each other within a few, so a worker looks around before it parks.
    private const int SpinsBeforeParking = 300;

    private const int MostPartsPerWorker = 16, PartSums = 32 * 1024;

    private static readonly Lock Gate = new();
    private static readonly ManualResetEventSlim Finished = new(false, SpinsBeforeParking);
    private static readonly List<Helper> Helpers = [];

    [ThreadStatic]
    private static bool inside;

    private static Action<int, int>? currentBody;
    private static int currentCount;
    private static int currentParts;
    private static int unfinished;
    private static ExceptionDispatchInfo? failure;
    private static int count = Environment.ProcessorCount;

    /// <summary>Threads that take part in a call, the caller included.</summary>
    public static int Count
    {
        get => count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            count = value;
        }
    }

    /// <summary>
    /// Calls <paramref name="body"/> for consecutive ranges [start, end) that together cover 0 … <paramref name="length"/>, one range per worker.
    /// The first exception that a part throws is thrown here when all parts have ended.
    /// </summary>
    public static void For(int length, Action<int, int> body, int minimumPerWorker = 1)
    {
        if (length <= 0)
        {
            return;
        }

        int parts = Math.Min(count, Math.Max(1, length / Math.Max(1, minimumPerWorker)));
        if (parts == 1)
        {
            body(0, length);
        }
        else if (inside || !Gate.TryEnter())
        {
            for (int part = 0; part < parts; part++)
            {
                body(Start(length, part, parts), Start(length, part + 1, parts));
            }
        }
        else
        {
            try
            {
                Share(length, body, parts);
            }
            finally
            {
                Gate.Exit();
            }
        }
    }

    /// <summary>
    /// As <see cref="For"/>, but each worker takes a next share when it is done with its last: for work that adds nothing up across shares, where who does
    /// what cannot be seen. A core that is slower, or busy with something else, then holds nobody up. Shares begin large and end at
    /// <paramref name="smallest"/> indices, so that all are done at about the same time; where each begins depends on no thread.
    /// </summary>
    public static void Each(int length, int smallest, Action<int, int> body)
    {
        int next = 0;
        For(Math.Min(count, (length + smallest - 1) / smallest), (_, _) =>
        {
            for (int start = Volatile.Read(ref next); start < length; start = Volatile.Read(ref next))
            {
                int end = Math.Min(length, start + Math.Max(smallest, (length - start) / (2 * count)));
                if (Interlocked.CompareExchange(ref next, end, start) == start)
                {
                    body(start, end);
                }
            }
        });
    }

    /// <summary>
    /// How many parts to make of units of work whose results are summed, each part on its own and then those in order: several for each worker, so that a slower
    /// core can leave some to the others, unless each part's sums are so long that adding them up would cost more.
    /// </summary>
    /// <param name="units">Units of work.</param>
    /// <param name="unitsPerPart">Below so many units a part is not worth its while.</param>
    /// <param name="sumLength">Numbers that each part sums.</param>
    public static int Parts(int units, int unitsPerPart, long sumLength) =>
        Math.Clamp(units / unitsPerPart, 1, count * (int)Math.Clamp(PartSums / Math.Max(1, sumLength), 1, MostPartsPerWorker));

    /// <summary>A smallest share for work that loses nothing in small ones.</summary>
    public static int Share(int length) => Math.Max(1, length / (32 * count));

    private static int Start(int length, int part, int parts) => (int)((long)length * part / parts);

    private static void Share(int length, Action<int, int> body, int parts)
    {
        while (Helpers.Count < parts - 1)
        {
            Helpers.Add(new Helper(Helpers.Count + 1));
        }

        currentBody = body;
        currentCount = length;
        currentParts = parts;
        failure = null;
        Finished.Reset();
        Volatile.Write(ref unfinished, parts);
        for (int helper = 0; helper < parts - 1; helper++)
        {
            Helpers[helper].Go.Set();
        }

        RunPart(0);
        Finished.Wait();
        currentBody = null;
        failure?.Throw();
    }

    private static void RunPart(int part)
    {
        inside = true;
        try
        {
            currentBody!(Start(currentCount, part, currentParts), Start(currentCount, part + 1, currentParts));
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
        }

        inside = false;
        if (Interlocked.Decrement(ref unfinished) == 0)
        {
            Finished.Set();
        }
    }

    private sealed class Helper
    {
        private readonly int part;

        public Helper(int part)
        {
            this.part = part;
            new Thread(Loop) { IsBackground = true, Name = $"TorchSharp worker {part}" }.Start();
        }

        public ManualResetEventSlim Go { get; } = new(false, SpinsBeforeParking);

        private void Loop()
        {
            while (true)
            {
                Go.Wait();
                Go.Reset();
                RunPart(part);
            }
        }
    }
}
