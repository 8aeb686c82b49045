using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>
/// One vector width. Kernels that live in registers are generic over it and written once; the compiler makes one machine kernel per width.
/// (Vector&lt;float&gt; serves where memory is the limit: it stops at 256 bits.)
/// </summary>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a matrix tile in threes: 12 rows × 2 vectors fill 32 registers, 6 × 2 fill 16.</summary>
    static abstract int RowGroups { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    /// <summary>Asks for a line of memory that is read soon; the address may be anything.</summary>
    static virtual void Prefetch(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b + c.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Between the bounds; NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector low, TVector high);

    /// <summary>The value where <paramref name="by"/> lies strictly between the bounds, else zero.</summary>
    static abstract TVector Within(TVector value, TVector by, TVector low, TVector high);
}

/// <summary>AVX-512. Asked for by Avx512F, since Vector512.IsHardwareAccelerated is false on older servers that have it all the same.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static bool IsSupported => Avx512F.IsSupported;

    public static int Count => 16;

    public static int RowGroups => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Avx512F.LoadVector512(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target) => Avx512F.Store(target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => Avx512F.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => Avx512F.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.FusedMultiplyAdd(a, b, c);

    // The machine's minimum and maximum return their second operand when one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clamp(Vector512<float> value, Vector512<float> low, Vector512<float> high) => Avx512F.Min(high, Avx512F.Max(low, value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Within(Vector512<float> value, Vector512<float> by, Vector512<float> low, Vector512<float> high)
        => Avx512F.BlendVariable(Vector512<float>.Zero, Avx512F.BlendVariable(Vector512<float>.Zero, value, Avx512F.CompareGreaterThan(by, low)), Avx512F.CompareLessThan(by, high));
}

/// <summary>AVX2 with fused multiply-add: sixteen registers.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Count => 8;

    public static int RowGroups => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Avx.LoadVector256(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => Avx.Store(target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => Avx.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> value, Vector256<float> low, Vector256<float> high) => Avx.Min(high, Avx.Max(low, value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Within(Vector256<float> value, Vector256<float> by, Vector256<float> low, Vector256<float> high)
        => Avx.And(value, Avx.And(Avx.CompareGreaterThan(by, low), Avx.CompareLessThan(by, high)));
}

/// <summary>Every other machine: NEON (32 registers), SSE, or what the runtime makes of it.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => 4;

    public static int RowGroups => System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 4 : 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clamp(Vector128<float> value, Vector128<float> low, Vector128<float> high) => Vector128.Min(Vector128.Max(value, low), high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Within(Vector128<float> value, Vector128<float> by, Vector128<float> low, Vector128<float> high)
        => value & Vector128.GreaterThan(by, low) & Vector128.LessThan(by, high);
}
