using System.Numerics;

namespace TorchSharp;

/// <summary>What <see cref="UnaryKind"/> names.</summary>
internal static class UnaryFunctions
{
    internal readonly struct Negate<T> : IUnary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T x) => -x;

        public static Vector<T> Apply(Vector<T> x) => -x;
    }

    internal readonly struct Absolute<T> : IUnary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T x) => T.Abs(x);

        public static Vector<T> Apply(Vector<T> x) => Vector.Abs(x);
    }

    internal readonly struct Sign<T> : IUnary<T>
        where T : unmanaged, INumber<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;
    }

    internal readonly struct Square<T> : IUnary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T x) => x * x;

        public static Vector<T> Apply(Vector<T> x) => x * x;
    }

    internal readonly struct Relu<T> : IUnary<T>
        where T : unmanaged, INumber<T>
    {
        public static T Apply(T x) => T.Max(x, T.Zero);

        public static Vector<T> Apply(Vector<T> x) => Vector.Max(x, Vector<T>.Zero);
    }

    internal readonly struct Exponential<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T x) => T.Exp(x);

        public static Vector<T> Apply(Vector<T> x) => typeof(T) == typeof(float)
            ? Vector.Exp(x.As<T, float>()).As<float, T>()
            : Vector.Exp(x.As<T, double>()).As<double, T>();
    }

    internal readonly struct Logarithm<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T x) => T.Log(x);

        public static Vector<T> Apply(Vector<T> x) => typeof(T) == typeof(float)
            ? Vector.Log(x.As<T, float>()).As<float, T>()
            : Vector.Log(x.As<T, double>()).As<double, T>();
    }

    internal readonly struct Logarithm1Plus<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        /// <summary>log(1 + x) without losing small x: the rounding of 1 + x is divided out again.</summary>
        public static T Apply(T x)
        {
            double wide = double.CreateTruncating(x), sum = 1 + wide;
            return T.CreateTruncating(sum == 1 || double.IsInfinity(sum) ? wide : Math.Log(sum) * (wide / (sum - 1)));
        }
    }

    internal readonly struct ExponentialMinus1<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        /// <summary>exp(x) − 1 without losing small x: 2 sinh(x/2) exp(x/2).</summary>
        public static T Apply(T x)
        {
            double half = double.CreateTruncating(x) / 2;
            return T.CreateTruncating(Math.Abs(half) > 20 ? Math.Exp(2 * half) - 1 : 2 * Math.Sinh(half) * Math.Exp(half));
        }
    }

    internal readonly struct SquareRoot<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T x) => T.Sqrt(x);

        public static Vector<T> Apply(Vector<T> x) => Vector.SquareRoot(x);
    }

    internal readonly struct ReciprocalSquareRoot<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T x) => T.One / T.Sqrt(x);

        public static Vector<T> Apply(Vector<T> x) => Vector<T>.One / Vector.SquareRoot(x);
    }

    internal readonly struct Reciprocal<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T x) => T.One / x;

        public static Vector<T> Apply(Vector<T> x) => Vector<T>.One / x;
    }

    internal readonly struct Sigmoid<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T x) => T.One / (T.One + T.Exp(-x));

        public static Vector<T> Apply(Vector<T> x) => Vector<T>.One / (Vector<T>.One + Exponential<T>.Apply(-x));
    }

    internal readonly struct HyperbolicTangent<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => typeof(T) == typeof(float);

        public static T Apply(T x) => T.Tanh(x);

        /// <summary>1 − 2 / (exp(2|x|) + 1) with x's sign; near zero, where that would cancel, an odd polynomial (Cephes tanhf).</summary>
        public static Vector<T> Apply(Vector<T> x)
        {
            var size = Vector.Abs(x);
            var far = Vector<T>.One - (Of(2) / (Exponential<T>.Apply(size + size) + Vector<T>.One));
            far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -far, far);
            var square = x * x;
            var near = (((((((Of(-5.70498872745E-3) * square) + Of(2.06390887954E-2)) * square) - Of(5.37397155531E-2)) * square) + Of(1.33314422036E-1)) * square) - Of(3.33332819422E-1);
            return Vector.ConditionalSelect(Vector.LessThan(size, Of(0.625)), (near * square * x) + x, far);
        }

        static Vector<T> Of(double value) => new(T.CreateTruncating(value));
    }

    internal readonly struct Sine<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.Sin(x);
    }

    internal readonly struct Cosine<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.Cos(x);
    }

    internal readonly struct ErrorFunction<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.CreateTruncating(SpecialFunctions.ErrorFunction(double.CreateTruncating(x)));
    }

    internal readonly struct Floor<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.Floor(x);
    }

    internal readonly struct Ceiling<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.Ceiling(x);
    }

    /// <summary>To the nearest whole number, halves to the even one.</summary>
    internal readonly struct Round<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.Round(x);
    }

    internal readonly struct Truncate<T> : IUnary<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVector => false;

        public static T Apply(T x) => T.Truncate(x);
    }
}
