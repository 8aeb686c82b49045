using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers: the same as PyTorch's for the same seed.</summary>
    public class Generator : IDisposable
    {
        const int StateBytes = 5056;
        const int NormalOffset = 5016;
        MersenneTwister engine;
        ulong startingSeed;
        double? waitingNormal;

        public Generator(ulong seed = 0, Device? device = null)
        {
            InitializeDevice(device);
            startingSeed = seed;
            engine = new MersenneTwister(seed);
        }

        /// <summary>The generator that is used where none is named.</summary>
        public static Generator Default { get; } = new(67280421310721);

        public Device device => CPU;

        /// <summary>Held while numbers are drawn: a stream has one reader at a time.</summary>
        internal Lock Gate { get; } = new();

        public Generator manual_seed(long seed)
        {
            lock (Gate)
            {
                startingSeed = (ulong)seed;
                engine = new MersenneTwister(startingSeed);
                waitingNormal = null;
            }
            return this;
        }

        public long initial_seed() => (long)startingSeed;

        /// <summary>Seeds with something that nobody can foresee, and returns it.</summary>
        public long seed()
        {
            long seed = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) & 0x1fffffffffffff;
            manual_seed(seed);
            return seed;
        }

        /// <summary>Where the stream stands, as bytes in PyTorch's own order.</summary>
        public Tensor get_state()
        {
            byte[] state = new byte[StateBytes];
            lock (Gate)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(state, startingSeed);
                BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(8), MersenneTwister.StateSize - engine.Next + 1);
                BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(12), 1);
                BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(16), (ulong)engine.Next);
                for (int i = 0; i < MersenneTwister.StateSize; i++)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(24 + (8 * i)), engine.State[i]);
                }
                BinaryPrimitives.WriteDoubleLittleEndian(state.AsSpan(NormalOffset + 8), waitingNormal ?? 0);
                BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(NormalOffset + 24), waitingNormal is null ? 0 : 1);
            }
            return tensor(state);
        }

        /// <summary>Goes back to where a stream stood.</summary>
        public void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            byte[] state = value.data<byte>().ToArray();
            if (state.Length != StateBytes)
            {
                throw Failure.Torch($"RNG state is wrong size: expected {StateBytes} bytes, got {state.Length}");
            }
            lock (Gate)
            {
                startingSeed = BinaryPrimitives.ReadUInt64LittleEndian(state);
                engine = new MersenneTwister(startingSeed) { Next = (int)BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(16)) };
                for (int i = 0; i < MersenneTwister.StateSize; i++)
                {
                    engine.State[i] = (uint)BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(24 + (8 * i)));
                }
                waitingNormal = BinaryPrimitives.ReadInt32LittleEndian(state.AsSpan(NormalOffset + 24)) == 0
                    ? null
                    : BinaryPrimitives.ReadDoubleLittleEndian(state.AsSpan(NormalOffset + 8));
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Nothing to free here; the published package's generators are native.</summary>
        protected virtual void Dispose(bool disposing)
        {
        }

        internal uint Draw32() => engine.Draw();

        internal ulong Draw64()
        {
            ulong high = engine.Draw();
            return (high << 32) | engine.Draw();
        }

        /// <summary>24 random bits as a number in [0, 1).</summary>
        internal float DrawSingle() => (engine.Draw() & 0xffffff) * (1f / (1 << 24));

        /// <summary>53 random bits as a number in [0, 1).</summary>
        internal double DrawDouble() => (Draw64() & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));

        /// <summary>Box and Muller's pairs: every second number waits for the next call.</summary>
        internal double DrawNormal()
        {
            if (waitingNormal is { } waiting)
            {
                waitingNormal = null;
                return waiting;
            }
            double angle = 2 * Math.PI * DrawDouble(), radius = Math.Sqrt(-2 * Log1P(-DrawDouble()));
            waitingNormal = radius * Math.Sin(angle);
            return radius * Math.Cos(angle);
        }

        static double Log1P(double x)
        {
            double sum = 1 + x;
            return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
        }
    }
}
