namespace TorchSharp;

/// <summary>Functions that .NET does not have.</summary>
internal static class SpecialFunctions
{
    /// <summary>
    /// erf(x), to about 1e-15: the Maclaurin series of erf(x)·exp(x²) near zero, the continued fraction of erfc (Abramowitz and Stegun
    /// 7.1.6, 7.1.14) beyond.
    /// </summary>
    internal static double ErrorFunction(double x)
    {
        double size = Math.Abs(x);
        if (double.IsNaN(x))
        {
            return x;
        }
        if (size > 6)
        {
            return Math.Sign(x);
        }
        if (size < 2.5)
        {
            double term = size, sum = size;
            for (int n = 1; term > sum * 1e-17; n++)
            {
                term *= 2 * size * size / ((2 * n) + 1);
                sum += term;
            }
            return Math.CopySign(2 / Math.Sqrt(Math.PI) * Math.Exp(-size * size) * sum, x);
        }
        double fraction = size;
        for (int k = 60; k >= 1; k--)
        {
            fraction = size + (k / 2.0 / fraction);
        }
        return Math.CopySign(1 - (Math.Exp(-size * size) / Math.Sqrt(Math.PI) / fraction), x);
    }
}
