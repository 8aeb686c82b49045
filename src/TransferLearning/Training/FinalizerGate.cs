using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TransferLearning;

/// <summary>While a gate is closed the finaliser thread waits, so that no TorchSharp scalar is freed under libtorch's hands.</summary>
/// <remarks>
/// <c>x + y</c>, <c>mul_(2)</c> and every optimizer step make a <c>Scalar</c> that nothing keeps alive during the native call: a collection
/// that another thread causes just then frees it ("Unknown scalar type", or a wrong number; TorchSharp's issues 1434 and 1496).
/// <para>
/// Gates nest, and several threads may close gates at once: the finaliser thread goes on when none is closed. It is let go a little later
/// than that, so that closing the next gate at once costs nothing. Nothing inside may wait for finalisers (<see
/// cref="GC.WaitForPendingFinalizers"/>; TorchSharp does so itself where a tensor cannot be made): such a wait ends after <see
/// cref="Longest"/>, and the gate with it.
/// </para>
/// </remarks>
public sealed class FinalizerGate : IDisposable
{
    private static readonly TimeSpan
        Breath = TimeSpan.FromMilliseconds(50),   // held longer than this: let go as soon as no gate is closed
        Idle = TimeSpan.FromMilliseconds(5),      // no gate closed for so long: let go
        Fair = TimeSpan.FromSeconds(1),           // held so long by gates of several threads that overlap: who comes now waits
        Longest = TimeSpan.FromSeconds(30);       // held so long: let go whatever happens, rather than hang

    private static readonly object Lock = new();
    private static readonly AsyncLocal<int> Depth = new();   // gates closed by this flow of control
    private static int s_closed;                               // gates closed by all
    private static Stopper? s_holder;                          // the one whose finaliser holds the thread; null while it is free
    private static bool s_isDropped;                           // whether one waits for its finaliser to be run
    private static long s_heldSince, s_openedAt;

    private bool _isOpen;

    private FinalizerGate()
    {
    }

    /// <summary>Closes a gate; disposing it opens it.</summary>
    public static FinalizerGate Close()
    {
        lock (Lock)
        {
            if (Depth.Value == 0)
            {
                while (s_holder is not null && s_closed > 0 && Stopwatch.GetElapsedTime(s_heldSince) > Fair)
                {
                    Monitor.Wait(Lock);
                }

                HoldFinalisers();
            }

            s_closed++;
        }

        Depth.Value++;
        return new FinalizerGate();
    }

    /// <summary>Opens it.</summary>
    public void Dispose()
    {
        lock (Lock)
        {
            if (_isOpen)
            {
                return;
            }

            _isOpen = true;
            s_openedAt = Stopwatch.GetTimestamp();
            if (--s_closed == 0 && s_holder is not null && Stopwatch.GetElapsedTime(s_heldSince) > Breath)
            {
                LetGo();
            }
        }

        Depth.Value--;
    }

    private static void HoldFinalisers()
    {
        long since = Stopwatch.GetTimestamp();
        while (s_holder is null && Stopwatch.GetElapsedTime(since) < Longest)
        {
            if (!s_isDropped)
            {
                s_isDropped = true;
                Drop();
            }

            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            Monitor.Wait(Lock, 2);   // gives the lock to the finaliser
        }
    }

    private static void LetGo()
    {
        s_holder = null;
        Monitor.PulseAll(Lock);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]   // so that no register keeps it alive
    private static void Drop() => _ = new Stopper();

    private sealed class Stopper
    {
        ~Stopper()
        {
            lock (Lock)
            {
                s_isDropped = false;
                s_holder = this;
                s_heldSince = s_openedAt = Stopwatch.GetTimestamp();
                Monitor.PulseAll(Lock);
                while (s_holder == this)
                {
                    Monitor.Wait(Lock, Idle);
                    bool isIdle = s_closed == 0 && Stopwatch.GetElapsedTime(s_openedAt) > Idle;
                    if (s_holder == this && (isIdle || Stopwatch.GetElapsedTime(s_heldSince) > Longest))
                    {
                        LetGo();
                    }
                }
            }
        }
    }
}
