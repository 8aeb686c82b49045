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
        var state = State;
        for (int i = 0; i < StateSize; i++)
        {
            uint mixed = (state[i] & 0x80000000) | (state[(i + 1) % StateSize] & 0x7fffffff);
            state[i] = state[(i + Shift) % StateSize] ^ (mixed >> 1) ^ ((mixed & 1) * 0x9908b0df);
        }
        Next = 0;
    }
}
