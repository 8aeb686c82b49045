using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Embedded.TorchSharp.Tests.Functional;

/// <summary>Gradients against differences of the function itself, independently of any recording.</summary>
public class NumericalGradientTests
{
    static readonly Dictionary<string, (Func<Tensor[], Tensor> Function, long[][] Shapes)> Functions = new()
    {
        ["conv2d"] = (t => F.conv2d(t[0], t[1], t[2], [2, 1], [1, 1]), [[2, 3, 5, 4], [4, 3, 3, 3], [4]]),
        ["depthwise conv2d"] = (t => F.conv2d(t[0], t[1], null, [1, 1], [1, 1], groups: 6), [[2, 6, 4, 4], [6, 1, 3, 3]]),
        ["1×1 conv2d"] = (t => F.conv2d(t[0], t[1]), [[2, 5, 3, 3], [4, 5, 1, 1]]),
        ["linear"] = (t => F.linear(t[0], t[1], t[2]), [[3, 5], [4, 5], [4]]),
        ["batch_norm in training"] = (t => F.batch_norm(t[0], null, null, t[1], t[2], training: true), [[3, 4, 3, 2], [4], [4]]),
        ["batch_norm in evaluation"] = (t => F.batch_norm(t[0], zeros(4), ones(4), t[1], t[2]), [[3, 4, 3, 2], [4], [4]]),
        ["avg_pool2d"] = (t => F.avg_pool2d(t[0], 3, 2, 1), [[1, 2, 6, 5]]),
        ["max_pool2d"] = (t => F.max_pool2d(t[0], 2), [[1, 2, 6, 4]]),
        ["adaptive_avg_pool2d"] = (t => F.adaptive_avg_pool2d(t[0], (2, 3)), [[1, 2, 5, 4]]),
        ["softmax"] = (t => F.softmax(t[0], 1), [[3, 5]]),
        ["log_softmax"] = (t => F.log_softmax(t[0], 0), [[3, 5]]),
        ["sigmoid"] = (t => F.sigmoid(t[0]), [[7]]),
        ["bilinear"] = (t => F.interpolate(t[0], [7, 5], mode: InterpolationMode.Bilinear), [[1, 2, 3, 4]]),
        ["reflected padding"] = (t => F.pad(t[0], [1, 2, 2, 1], PaddingModes.Reflect), [[1, 2, 4, 4]]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_the_functions_slopes(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Func<Tensor[], Tensor> function, long[][] shapes) = Functions[name];
        Tensor[] inputs = [.. shapes.Select((shape, i) => Recorded.Tensor(shape, 70 + i).requires_grad_())];
        Tensor result = function(inputs);
        Tensor upstream = Recorded.Tensor(result.shape, 80);
        result.backward([upstream]);
        float[] up = Recorded.Read(upstream);
        using var recordingOff = no_grad();
        for (int i = 0; i < inputs.Length; i++)
        {
            float[] gradient = Recorded.Read(inputs[i].grad!), values = Recorded.Read(inputs[i]), slopes = new float[values.Length];
            const float Step = 1f / 128;
            for (int k = 0; k < values.Length; k++)
            {
                slopes[k] = (float)((At(values[k] + Step) - At(values[k] - Step)) / (2 * Step));

                double At(float value)
                {
                    float[] moved = [.. values];
                    moved[k] = value;
                    Tensor[] others = [.. inputs];
                    others[i] = tensor(moved, shapes[i]);
                    return Recorded.Read(function(others)).Zip(up).Sum(p => (double)p.First * p.Second);
                }
            }

            Recorded.AssertClose(slopes, inputs[i].grad!, 5e-3, $"{name}, input {i}");
            Assert.Equal(slopes.Length, gradient.Length);
        }
    }
}
