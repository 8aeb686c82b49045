namespace TorchSharp;

/// <summary>Fills tensors with random numbers, in logical order, drawing from the stream just as PyTorch does on a CPU.</summary>
internal static unsafe class RandomCreation
{
    internal static Tensor Uniform(ReadOnlySpan<long> shape, ScalarType type, Device? device, bool requiresGradient, Generator? generator)
    {
        var result = Creation.Empty(shape, Floating(type, "rand"), device);
        Uniform(result, 0, 1, generator);
        return requiresGradient ? result.requires_grad_() : result;
    }

    internal static Tensor Normal(ReadOnlySpan<long> shape, ScalarType type, Device? device, bool requiresGradient, Generator? generator)
    {
        var result = Creation.Empty(shape, Floating(type, "normal_kernel_cpu"), device);
        Normal(result, 0, 1, generator);
        return requiresGradient ? result.requires_grad_() : result;
    }

    internal static Tensor Integers(long low, long high, ReadOnlySpan<long> shape, ScalarType type, Device? device, bool requiresGradient,
        Generator? generator)
    {
        if (low >= high)
        {
            throw Failure.Torch($"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}");
        }
        var values = new long[Strides.Count(shape)];
        generator ??= Generator.Default;
        ulong range = (ulong)(high - low);
        lock (generator.Gate)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = low + (long)((range >= 1UL << 32 ? generator.Draw64() : generator.Draw32()) % range);
            }
        }
        return Creation.From<long>(values, shape, type, device, requiresGradient);
    }

    /// <summary>The numbers 0 … n − 1 in random order.</summary>
    internal static Tensor Permutation(long n, ScalarType type, Device? device, bool requiresGradient, Generator? generator)
    {
        if (n < 0)
        {
            throw Failure.Torch($"n must be non-negative, got{n}");
        }
        var values = new long[n];
        for (long i = 0; i < n; i++)
        {
            values[i] = i;
        }
        generator ??= Generator.Default;
        lock (generator.Gate)
        {
            for (long i = 0; i < n - 1; i++)
            {
                long other = i + (generator.Draw32() % (n - i));
                (values[i], values[other]) = (values[other], values[i]);
            }
        }
        return Creation.From<long>(values, [n], type, device, requiresGradient);
    }

    /// <summary>Numbers drawn evenly from [from, to).</summary>
    internal static void Uniform(Tensor target, double from, double to, Generator? generator)
    {
        generator ??= Generator.Default;
        Fill(target, (values, count) =>
        {
            lock (generator.Gate)
            {
                if (target.dtype == ScalarType.Float64)
                {
                    for (long i = 0; i < count; i++)
                    {
                        ((double*)values)[i] = (generator.DrawDouble() * (to - from)) + from;
                    }
                    return;
                }
                float low = (float)from, range = (float)to - low;
                for (long i = 0; i < count; i++)
                {
                    ((float*)values)[i] = (generator.DrawSingle() * range) + low;
                }
            }
        });
    }

    /// <summary>Ones with probability p, else zeros.</summary>
    internal static void Bernoulli(Tensor target, double p, Generator? generator)
    {
        if (p is not (>= 0 and <= 1))
        {
            throw Failure.Torch($"bernoulli_ expects p to be in [0, 1], but got p={p}");
        }
        generator ??= Generator.Default;
        Fill(target, (values, count) =>
        {
            int size = target.dtype.Size();
            lock (generator.Gate)
            {
                for (long i = 0; i < count; i++)
                {
                    bool isOne = generator.DrawDouble() < p;
                    switch (target.dtype)
                    {
                        case ScalarType.Float32: ((float*)values)[i] = isOne ? 1 : 0; break;
                        case ScalarType.Float64: ((double*)values)[i] = isOne ? 1 : 0; break;
                        case ScalarType.Int64: ((long*)values)[i] = isOne ? 1 : 0; break;
                        case ScalarType.Int32: ((int*)values)[i] = isOne ? 1 : 0; break;
                        default: values[i] = isOne ? (byte)1 : (byte)0; break;
                    }
                }
            }
        });
    }

    /// <summary>Numbers drawn from a normal distribution.</summary>
    internal static void Normal(Tensor target, double mean, double deviation, Generator? generator)
    {
        if (deviation < 0)
        {
            throw Failure.Torch($"normal expects std >= 0.0, but found std {deviation}");
        }
        generator ??= Generator.Default;
        Fill(target, (values, count) =>
        {
            lock (generator.Gate)
            {
                if (target.dtype == ScalarType.Float64)
                {
                    NormalFill.Doubles((double*)values, count, mean, deviation, generator);
                }
                else
                {
                    NormalFill.Singles((float*)values, count, (float)mean, (float)deviation, generator);
                }
            }
        });
    }

    static ScalarType Floating(ScalarType type, string name) =>
        type is ScalarType.Float32 or ScalarType.Float64
            ? type
            : throw Failure.Torch($"\"{name}\" not implemented for '{type.TorchName()}'");

    /// <summary>Fills row-major memory, then copies where the target is laid out otherwise.</summary>
    static void Fill(Tensor target, Filler filler)
    {
        if (target.IsRowMajor)
        {
            filler(target.Address, target.numel());
            return;
        }
        using var rows = Tensor.Dense(target.Sizes.ToArray(), Strides.RowMajor(target.Sizes), target.dtype);
        filler(rows.Address, target.numel());
        Copying.Copy(rows, target);
    }

    delegate void Filler(byte* values, long count);
}
