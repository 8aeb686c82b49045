namespace TransferLearning.Charting;

/// <summary>The two directions in which vectors differ most (principal component analysis by power iteration).</summary>
internal static class PrincipalComponents
{
    private const int Iterations = 60;

    /// <summary>Each vector's place along the two directions, and the part of the variance that each direction holds.</summary>
    public static (double[] First, double[] Second, double FirstPart, double SecondPart) Of(IReadOnlyList<float[]> vectors)
    {
        int count = vectors.Count, width = count == 0 ? 0 : vectors[0].Length;
        if (vectors.Any(v => v.Length != width))
        {
            throw new ArgumentException("The feature vectors are of different lengths.", nameof(vectors));
        }

        var mean = new double[width];
        foreach (float[] vector in vectors)
        {
            for (int j = 0; j < width; j++)
            {
                mean[j] += vector[j] / (double)count;
            }
        }

        double[][] centred = [.. vectors.Select(v => v.Select((value, j) => value - mean[j]).ToArray())];
        double total = centred.Sum(row => row.Sum(v => v * v));
        double[] first = Component(centred, width);
        double firstVariance = first.Sum(v => v * v);
        double[] second = Component(centred, width);
        double secondVariance = second.Sum(v => v * v);
        return (first, second, total > 0 ? firstVariance / total : 0, total > 0 ? secondVariance / total : 0);
    }

    /// <summary>The rows' places along their main direction, which is then taken out of them.</summary>
    private static double[] Component(double[][] rows, int width)
    {
        // A fixed start that is not at right angles to everything: the longest row.
        double[] direction = rows.Length == 0 ? [] : [.. rows.MaxBy(row => row.Sum(v => v * v))!];
        for (int iteration = 0; iteration < Iterations && Normalise(direction); iteration++)
        {
            double[] places = [.. rows.Select(row => Dot(row, direction))];
            var next = new double[width];
            for (int i = 0; i < rows.Length; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    next[j] += places[i] * rows[i][j];
                }
            }

            direction = next;
        }

        Normalise(direction);
        double[] result = [.. rows.Select(row => Dot(row, direction))];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < width; j++)
            {
                rows[i][j] -= result[i] * direction[j];
            }
        }

        return result;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }

    private static bool Normalise(double[] vector)
    {
        double length = Math.Sqrt(Dot(vector, vector));
        if (!(length > 1e-12))
        {
            Array.Clear(vector);
            return false;
        }

        for (int j = 0; j < vector.Length; j++)
        {
            vector[j] /= length;
        }

        return true;
    }
}
