namespace SketchPets.Tests;

/// <summary>Two classes, standardised features, weight decay, full-batch gradient descent: enough to show what a linear classifier can
/// see.</summary>
sealed class LogisticRegression
{
    readonly double[] mean, deviation, weights;
    double bias;

    public LogisticRegression(double[][] features, bool[] labels, double decay, int steps = 300, double rate = 0.5)
    {
        int count = features.Length, width = features[0].Length;
        mean = new double[width];
        deviation = new double[width];
        weights = new double[width];
        foreach (double[] row in features)
        {
            for (int j = 0; j < width; j++)
                mean[j] += row[j] / count;
        }
        foreach (double[] row in features)
        {
            for (int j = 0; j < width; j++)
                deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / count;
        }
        for (int j = 0; j < width; j++)
            deviation[j] = Math.Sqrt(deviation[j]) + 1e-6;
        double[][] rows = [.. features.Select(Standardise)];
        for (int step = 0; step < steps; step++)
        {
            double[] gradient = new double[width];
            double biasGradient = 0;
            for (int i = 0; i < count; i++)
            {
                double error = 1 / (1 + Math.Exp(-Score(rows[i]))) - (labels[i] ? 1 : 0);
                biasGradient += error / count;
                for (int j = 0; j < width; j++)
                    gradient[j] += error * rows[i][j] / count;
            }
            bias -= rate * biasGradient;
            for (int j = 0; j < width; j++)
                weights[j] -= rate / Math.Sqrt(width) * (gradient[j] + decay * weights[j]);
        }
    }

    public bool Predict(double[] features) => Score(Standardise(features)) > 0;

    public double Accuracy(double[][] features, bool[] labels) =>
        features.Zip(labels, (row, label) => Predict(row) == label ? 1.0 : 0).Average();

    double[] Standardise(double[] row) => [.. row.Select((value, j) => (value - mean[j]) / deviation[j])];

    double Score(double[] row)
    {
        double sum = bias;
        for (int j = 0; j < row.Length; j++)
            sum += weights[j] * row[j];
        return sum;
    }
}
