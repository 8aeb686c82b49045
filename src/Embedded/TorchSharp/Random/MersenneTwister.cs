namespace TorchSharp;

/// <summary>MT19937 (Matsumoto and Nishimura 1998), seeded as PyTorch seeds it.</summary>
internal sealed class MersenneTwister
{
    internal const int StateSize = 624;
    const int Shift = 397;

    internal MersenneTwister(ulong seed)
    {
        State[0] = (uint)seed;
        for (uint i = 1; i < StateSize; i++)
        {
            State[i] = (1812433253u * (State[i - 1] ^ (State[i - 1] >> 30))) + i;
        }
        Next = StateSize;
    }

    internal uint[] State { get; } = new uint[StateSize];

    /// <summary>The place of the next number in the state; at its end the state is renewed.</summary>
    internal int Next { get; set; }

    internal uint Draw()
    {
        if (Next >= StateSize)
        {
            Renew();
        }
        uint y = State[Next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    void Renew()
    {
        uint[] state = State;
        int i = 0;
        for (; i < StateSize - Shift; i++)
        {
            state[i] = state[i + Shift] ^ Mix(state[i], state[i + 1]);
        }
        for (; i < StateSize - 1; i++)
        {
            state[i] = state[i + Shift - StateSize] ^ Mix(state[i], state[i + 1]);
        }
        state[i] = state[Shift - 1] ^ Mix(state[i], state[0]);
        Next = 0;
    }

    static uint Mix(uint first, uint second) =>
        (((first & 0x80000000) | (second & 0x7fffffff)) >> 1) ^ ((uint)-(int)(second & 1) & 0x9908b0df);
}
