using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Operations;

/// <summary>The gradients of every recorded operation against its own slopes, in double precision.</summary>
public class SlopeTests
{
    const double Step = 1e-6;
    static readonly Dictionary<string, RecordedCase> Cases = RecordedCase.Load("core.json")
        .Where(recorded => recorded.gradients is not null)
        .GroupBy(recorded => recorded.name)
        .ToDictionary(group => group.Key, group => group.First());

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_is_the_slope(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = Cases[name];
        var operation = RecordedOperations.ByName[name];
        var inputs = Array.ConvertAll(recorded.inputs, input => tensor(input.values, input.shape, requires_grad: true));
        var result = operation(inputs);
        Assert.Equal(ScalarType.Float64, result.dtype);
        var weights = linspace(0.5, 2, result.numel(), dtype: float64).reshape(result.shape);
        (result * weights).sum().backward();

        using var off = no_grad();
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] gradient = inputs[i].grad!.data<double>().ToArray(), values = recorded.inputs[i].values;
            double scale = Math.Max(1, gradient.Max(Math.Abs));
            for (int k = 0; k < values.Length; k += Math.Max(1, values.Length / 12))
            {
                double slope = (At(values[k] + Step) - At(values[k] - Step)) / (2 * Step);
                Assert.True(Math.Abs(slope - gradient[k]) < 1e-6 * scale,
                    $"{name}: the slope of input {i} at {k} is {slope}, the gradient {gradient[k]}.");

                double At(double value)
                {
                    using var inner = NewDisposeScope();
                    double[] moved = [.. values];
                    moved[k] = value;
                    Tensor[] others = [.. inputs];
                    others[i] = tensor(moved, recorded.inputs[i].shape);
                    return (operation(others) * weights).sum().item<double>();
                }
            }
        }
    }
}
