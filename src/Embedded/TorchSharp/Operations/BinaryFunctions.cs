using System.Numerics;

namespace TorchSharp;

/// <summary>What <see cref="BinaryKind"/> names.</summary>
internal static class BinaryFunctions
{
    internal readonly struct Add<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => a + b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => a + b;
    }

    internal readonly struct Subtract<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => a - b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => a - b;
    }

    internal readonly struct Multiply<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => a * b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => a * b;
    }

    internal readonly struct Divide<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => a / b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => a / b;
    }

    /// <summary>The greater; not-a-number when either is.</summary>
    internal readonly struct Maximum<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => T.Max(a, b);

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.Max(a, b);
    }

    /// <summary>The lesser; not-a-number when either is.</summary>
    internal readonly struct Minimum<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => T.Min(a, b);

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.Min(a, b);
    }

    internal readonly struct Power<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static bool IsVector => false;

        public static T Apply(T a, T b)
        {
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            {
                return T.CreateTruncating(Math.Pow(double.CreateTruncating(a), double.CreateTruncating(b)));
            }
            T result = T.One;
            for (long exponent = long.CreateTruncating(b); exponent > 0; exponent >>= 1, a *= a)
            {
                result = (exponent & 1) != 0 ? result * a : result;
            }
            return result;
        }
    }

    internal readonly struct FloorDivide<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static bool IsVector => false;

        public static T Apply(T a, T b)
        {
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            {
                return T.CreateTruncating(Math.Floor(double.CreateTruncating(a) / double.CreateTruncating(b)));
            }
            T quotient = a / b;
            return !T.IsZero(a - (quotient * b)) && T.IsNegative(a) != T.IsNegative(b) ? quotient - T.One : quotient;
        }
    }

    /// <summary>What is left of a floor division: it has the divisor's sign.</summary>
    internal readonly struct Remainder<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static bool IsVector => false;

        public static T Apply(T a, T b)
        {
            T rest = a % b;
            return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(b) ? rest + b : rest;
        }
    }

    internal readonly struct WherePositive<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => b > T.Zero ? a : T.Zero;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) =>
            Vector.ConditionalSelect(Vector.GreaterThan(b, Vector<T>.Zero), a, Vector<T>.Zero);
    }

    internal readonly struct SigmoidGradient<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => a * (T.One - b) * b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => a * (Vector<T>.One - b) * b;
    }

    internal readonly struct TanhGradient<T> : IBinary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T a, T b) => a * (T.One - (b * b));

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => a * (Vector<T>.One - (b * b));
    }
}
