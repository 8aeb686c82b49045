using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Operations;

public class RecordedOperationTests
{
    const double ForwardTolerance = 1e-5;
    const double BackwardTolerance = 1e-4;
    static readonly RecordedCase[] Cases = RecordedCase.Load("core.json");

    public static TheoryData<int, string> Numbers
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < Cases.Length; i++)
            {
                data.Add(i, $"{Cases[i].name} {string.Join(" ", Cases[i].inputs.Select(input => $"{string.Join('x',
                    input.shape)} {input.layout}"))}");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_operation_gives_what_PyTorch_gave(int number, string what)
    {
        var recorded = Cases[number];
        using var scope = NewDisposeScope();
        var inputs = Array.ConvertAll(recorded.inputs, input => input.Make());
        var result = RecordedOperations.ByName[recorded.name](inputs);

        Assert.Equal(recorded.shape, result.shape);
        Assert.Equal(recorded.type, result.dtype.ToString().ToLowerInvariant());
        AssertClose(recorded.result, Numbers64(result), ForwardTolerance, what);
        if (recorded.gradients is null)
        {
            return;
        }
        using var weights = linspace(-1, 1.5, Math.Max(1, result.numel())).reshape(recorded.shape);
        (result * weights).sum().backward();
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertClose(recorded.gradients[i], Numbers64(inputs[i].grad!), BackwardTolerance, $"the gradient of input {i} of {what}");
        }
    }

    /// <summary>The greatest difference relative to the greatest expected number.</summary>
    static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"{what}: element {i} is {actual[i]}, PyTorch gave {expected[i]}.");
        }
    }

    static double[] Numbers64(Tensor tensor)
    {
        using var wide = tensor.detach().to_type(ScalarType.Float64);
        return wide.data<double>().ToArray();
    }
}
