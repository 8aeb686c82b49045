using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// The inverse cosine transform of a block, in floats as the published package does it: Arai, Agui and Nakajima's factorisation
/// (1988), whose scale factors are folded into the dequantization table. Blocks come in transposed: the first pass works on
/// their columns, one transposition follows, and the second pass leaves the picture's rows.
/// </summary>
internal static unsafe class InverseDct
{
    // 1.5 * 2^23: a float added to it has its integer part, rounded to even, in the low bits of the sum.
    private const float Magic = 12582912f;
    private const float HalfRange = 128f;

    private static readonly float[] ScaleFactors =
        [1f, 1.387039845f, 1.306562965f, 1.175875602f, 1f, 0.785694958f, 0.541196100f, 0.275899379f];

    /// <summary>The factors of a whole-size transform for a quantization table, transposed.</summary>
    /// <param name="quantization">The table in the order of the stream.</param>
    /// <param name="gain">What samples are scaled with: 1 for 8 bits, 1/16 for 12.</param>
    public static float[] CreateTable(ReadOnlySpan<ushort> quantization, float gain)
    {
        float[] table = ScaledInverseDct.CreateTable(quantization, gain);
        for (int i = 0; i < table.Length; i++)
        {
            table[i] *= ScaleFactors[i >> 3] * ScaleFactors[i & 7];
        }

        return table;
    }

    /// <summary>Transforms a block and writes its 8 × 8 samples.</summary>
    public static void Transform(short* block, float* table, byte* destination, int stride)
    {
        Vector256<float> v0 = Load(block, table, 0);
        Vector256<float> v1 = Load(block, table, 1);
        Vector256<float> v2 = Load(block, table, 2);
        Vector256<float> v3 = Load(block, table, 3);
        Vector256<float> v4 = Load(block, table, 4);
        Vector256<float> v5 = Load(block, table, 5);
        Vector256<float> v6 = Load(block, table, 6);
        Vector256<float> v7 = Load(block, table, 7);
        Pass(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        Pass(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        StoreFour(v0, v1, v2, v3, destination, stride);
        StoreFour(v4, v5, v6, v7, destination + (4 * stride), stride);
    }

    /// <summary>The sample of a block that has a DC coefficient only.</summary>
    public static byte TransformDcOnly(short dc, float factor) =>
        (byte)Math.Clamp(MathF.Round((dc * factor) + HalfRange), 0f, 255f);

    /// <summary>Fills <paramref name="size"/> × <paramref name="size"/> samples with one value.</summary>
    public static void Fill(byte value, int size, byte* destination, int stride)
    {
        if (size == 8)
        {
            ulong eight = 0x0101010101010101UL * value;
            for (int row = 0; row < 8; row++)
            {
                Unsafe.WriteUnaligned(destination + (row * stride), eight);
            }

            return;
        }

        for (int row = 0; row < size; row++)
        {
            new Span<byte>(destination + (row * stride), size).Fill(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(short* block, float* table, int row)
    {
        Vector128<short> coefficients = Vector128.Load(block + (row * 8));
        Vector256<int> wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(coefficients)
            : Vector256.Create(Vector128.WidenLower(coefficients), Vector128.WidenUpper(coefficients));
        return Vector256.ConvertToSingle(wide) * Vector256.Load(table + (row * 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<float> v0, ref Vector256<float> v1, ref Vector256<float> v2, ref Vector256<float> v3,
        ref Vector256<float> v4, ref Vector256<float> v5, ref Vector256<float> v6, ref Vector256<float> v7)
    {
        Vector256<float> root2 = Vector256.Create(1.414213562f);

        Vector256<float> sum04 = v0 + v4;
        Vector256<float> difference04 = v0 - v4;
        Vector256<float> sum26 = v2 + v6;
        Vector256<float> difference26 = Vector256.FusedMultiplyAdd(v2 - v6, root2, -sum26);
        Vector256<float> even0 = sum04 + sum26;
        Vector256<float> even3 = sum04 - sum26;
        Vector256<float> even1 = difference04 + difference26;
        Vector256<float> even2 = difference04 - difference26;

        Vector256<float> sum53 = v5 + v3;
        Vector256<float> difference53 = v5 - v3;
        Vector256<float> sum17 = v1 + v7;
        Vector256<float> difference17 = v1 - v7;
        Vector256<float> odd0 = sum17 + sum53;
        Vector256<float> rotated = (difference53 + difference17) * Vector256.Create(1.847759065f);
        Vector256<float> odd1 = Vector256.FusedMultiplyAdd(difference53, Vector256.Create(-2.613125930f), rotated) - odd0;
        Vector256<float> odd2 = ((sum17 - sum53) * root2) - odd1;
        Vector256<float> odd3 = Vector256.FusedMultiplyAdd(difference17, Vector256.Create(-1.082392200f), rotated) - odd2;

        v0 = even0 + odd0;
        v7 = even0 - odd0;
        v1 = even1 + odd1;
        v6 = even1 - odd1;
        v2 = even2 + odd2;
        v5 = even2 - odd2;
        v3 = even3 + odd3;
        v4 = even3 - odd3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<float> v0, ref Vector256<float> v1, ref Vector256<float> v2, ref Vector256<float> v3,
        ref Vector256<float> v4, ref Vector256<float> v5, ref Vector256<float> v6, ref Vector256<float> v7)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> a0 = Avx.UnpackLow(v0, v1);
            Vector256<float> a1 = Avx.UnpackHigh(v0, v1);
            Vector256<float> a2 = Avx.UnpackLow(v2, v3);
            Vector256<float> a3 = Avx.UnpackHigh(v2, v3);
            Vector256<float> a4 = Avx.UnpackLow(v4, v5);
            Vector256<float> a5 = Avx.UnpackHigh(v4, v5);
            Vector256<float> a6 = Avx.UnpackLow(v6, v7);
            Vector256<float> a7 = Avx.UnpackHigh(v6, v7);
            Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44);
            Vector256<float> b1 = Avx.Shuffle(a0, a2, 0xEE);
            Vector256<float> b2 = Avx.Shuffle(a1, a3, 0x44);
            Vector256<float> b3 = Avx.Shuffle(a1, a3, 0xEE);
            Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44);
            Vector256<float> b5 = Avx.Shuffle(a4, a6, 0xEE);
            Vector256<float> b6 = Avx.Shuffle(a5, a7, 0x44);
            Vector256<float> b7 = Avx.Shuffle(a5, a7, 0xEE);
            v0 = Avx.Permute2x128(b0, b4, 0x20);
            v1 = Avx.Permute2x128(b1, b5, 0x20);
            v2 = Avx.Permute2x128(b2, b6, 0x20);
            v3 = Avx.Permute2x128(b3, b7, 0x20);
            v4 = Avx.Permute2x128(b0, b4, 0x31);
            v5 = Avx.Permute2x128(b1, b5, 0x31);
            v6 = Avx.Permute2x128(b2, b6, 0x31);
            v7 = Avx.Permute2x128(b3, b7, 0x31);
            return;
        }

        TransposeInMemory(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
    }

    private static void TransposeInMemory(
        ref Vector256<float> v0, ref Vector256<float> v1, ref Vector256<float> v2, ref Vector256<float> v3,
        ref Vector256<float> v4, ref Vector256<float> v5, ref Vector256<float> v6, ref Vector256<float> v7)
    {
        float* rows = stackalloc float[64];
        float* columns = stackalloc float[64];
        v0.Store(rows);
        v1.Store(rows + 8);
        v2.Store(rows + 16);
        v3.Store(rows + 24);
        v4.Store(rows + 32);
        v5.Store(rows + 40);
        v6.Store(rows + 48);
        v7.Store(rows + 56);
        for (int i = 0; i < 64; i++)
        {
            columns[((i & 7) * 8) + (i >> 3)] = rows[i];
        }

        v0 = Vector256.Load(columns);
        v1 = Vector256.Load(columns + 8);
        v2 = Vector256.Load(columns + 16);
        v3 = Vector256.Load(columns + 24);
        v4 = Vector256.Load(columns + 32);
        v5 = Vector256.Load(columns + 40);
        v6 = Vector256.Load(columns + 48);
        v7 = Vector256.Load(columns + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(
        Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3, byte* destination, int stride)
    {
        Vector256<int> i0 = ToIntegers(row0);
        Vector256<int> i1 = ToIntegers(row1);
        Vector256<int> i2 = ToIntegers(row2);
        Vector256<int> i3 = ToIntegers(row3);
        if (Avx2.IsSupported)
        {
            Vector256<byte> halves = Avx2.PackUnsignedSaturate(Avx2.PackSignedSaturate(i0, i1), Avx2.PackSignedSaturate(i2, i3));
            Vector256<ulong> rows = Avx2.PermuteVar8x32(halves.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsUInt64();
            Unsafe.WriteUnaligned(destination, rows.GetElement(0));
            Unsafe.WriteUnaligned(destination + stride, rows.GetElement(1));
            Unsafe.WriteUnaligned(destination + (2 * stride), rows.GetElement(2));
            Unsafe.WriteUnaligned(destination + (3 * stride), rows.GetElement(3));
            return;
        }

        StoreRow(i0, destination);
        StoreRow(i1, destination + stride);
        StoreRow(i2, destination + (2 * stride));
        StoreRow(i3, destination + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(Vector256<int> row, byte* destination)
    {
        Vector256<uint> clamped = Vector256.Min(Vector256.Max(row, Vector256<int>.Zero), Vector256.Create(255)).AsUInt32();
        Vector128<ushort> narrow = Vector128.Narrow(clamped.GetLower(), clamped.GetUpper());
        Unsafe.WriteUnaligned(destination, Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToIntegers(Vector256<float> row) =>
        ((row + Vector256.Create(HalfRange)) + Vector256.Create(Magic)).AsInt32() - Vector256.Create(BitConverter.SingleToInt32Bits(Magic));
}
