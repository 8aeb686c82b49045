using TorchSharp.Kernels;

namespace Benchmarks;

/// <summary>The convolutions of torchvision's MobileNetV2, in order.</summary>
internal static class MobileNetV2Shapes
{
    public static readonly (int Expansion, int Channels, int Repeats, int Stride)[] Stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    public static IEnumerable<(string Name, ConvolutionShape Shape)> Layers(int batch, int pixels)
    {
        int size = pixels, channels = 3, block = 1;
        yield return ("0 stem", Next(32, 3, 2));
        foreach ((int expansion, int output, int repeats, int stride) in Stages)
        {
            for (int repeat = 0; repeat < repeats; repeat++, block++)
            {
                if (expansion > 1)
                {
                    yield return ($"{block} expand", Next(channels * expansion, 1, 1));
                }

                yield return ($"{block} depthwise", Next(channels, 3, repeat == 0 ? stride : 1, channels));
                yield return ($"{block} project", Next(output, 1, 1));
            }
        }

        yield return ($"{block} last", Next(1280, 1, 1));

        ConvolutionShape Next(int output, int kernel, int stride, int groups = 1)
        {
            var shape = new ConvolutionShape(batch, channels, size, size, output, kernel, kernel, stride, stride, kernel / 2, kernel / 2, 1, 1, groups);
            (size, channels) = (shape.OutputHeight, output);
            return shape;
        }
    }
}
