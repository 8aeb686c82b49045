using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

/// <summary>
/// Channels-last convolutions give what float64 gives, with the instructions that Processor allows. Shapes are those of the backbones, in
/// some of which libtorch 2.10 is wrong where it may use more.
/// </summary>
public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 2)]
    public void Convolutions_give_the_right_numbers_and_gradients(int kernel, int stride)
    {
        random.manual_seed(1);
        foreach (int size in new[] { 7, 28, 40, 56, 73 })
        {
            foreach ((int inputs, int outputs) in new[] { (3, 16), (16, 72), (24, 40), (24, 96), (64, 80), (64, 64), (40, 112), (80, 200), (320, 1280) })
            {
                using var scope = NewDisposeScope();
                Tensor images = randn(2, inputs, size, size), weights = randn(outputs, inputs, kernel, kernel);
                (Tensor expected, Tensor expectedGradient) = Convolve(images.to(ScalarType.Float64), weights.to(ScalarType.Float64));
                (Tensor actual, Tensor actualGradient) = Convolve(Speed.ChannelsLast(images), Speed.ChannelsLast(weights));
                Assert.True(Distance(expected, actual) < 1e-4, $"{inputs} → {outputs} at {size} px: {Distance(expected, actual)}");
                Assert.True(Distance(expectedGradient, actualGradient) < 1e-4,
                    $"gradient of {inputs} → {outputs} at {size} px: {Distance(expectedGradient, actualGradient)}");
            }
        }

        (Tensor Output, Tensor Gradient) Convolve(Tensor images, Tensor weights)
        {
            Tensor learned = weights.detach().requires_grad_(true);
            Tensor output = nn.functional.conv2d(images, learned, padding: [kernel / 2, kernel / 2], strides: [stride, stride]);
            output.square().sum().backward();
            return (output.detach(), learned.grad!);
        }
    }

    private static double Distance(Tensor expected, Tensor actual) =>
        ((expected - actual.to(ScalarType.Float64)).abs().max() / expected.abs().max()).item<double>();
}
