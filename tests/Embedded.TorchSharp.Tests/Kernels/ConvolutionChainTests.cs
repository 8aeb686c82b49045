using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

public unsafe class ConvolutionChainTests
{
    /// <summary>batch, height, width, input, wide and output channels, stride, kernel.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int> Blocks => new()
    {
        { 2, 14, 14, 8, 48, 8, 1, 3 }, { 3, 15, 13, 8, 40, 12, 2, 3 }, { 5, 5, 5, 20, 120, 24, 1, 3 }, { 2, 80, 80, 16, 96, 24, 2, 3 }, { 2, 80, 72, 4, 64, 4, 1, 3 },
        { 4, 10, 10, 16, 96, 16, 2, 3 }, { 2, 61, 90, 3, 48, 5, 1, 5 }, { 2, 60, 81, 3, 80, 5, 3, 3 }, { 2, 60, 81, 3, 64, 5, 3, 1 }, { 2, 61, 90, 3, 33, 5, 1, 5 },
        { 7, 3, 4, 3, 17, 2, 1, 3 }, { 7, 3, 4, 3, 16, 2, 1, 3 }, { 13, 5, 5, 7, 144, 40, 1, 3 }, { 2, 1, 1, 5, 32, 3, 1, 3 }, { 3, 2, 1, 5, 32, 3, 2, 3 }, { 2, 1, 90, 5, 64, 3, 2, 3 },
        { 1, 20, 20, 8, 48, 8, 1, 3 },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_in_one_go_agrees_with_its_convolutions_one_by_one(int batch, int height, int width, int inputs, int wide, int outputs, int stride, int kernel)
    {
        var filter = new ConvolutionShape(batch, wide, height, width, wide, kernel, kernel, stride, stride, kernel / 2, kernel / 2, 1, 1, wide);
        ConvolutionShape[] all =
        [
            Pointwise(batch, height, width, inputs, wide), filter, Pointwise(batch, filter.OutputHeight, filter.OutputWidth, wide, outputs),
        ];
        foreach (ConvolutionShape[] shapes in new[] { all, all[1..], all[..2], all[1..2], [.. all, Pointwise(batch, filter.OutputHeight, filter.OutputWidth, outputs, 7)] })
        {
            Compare(shapes);
        }
    }

    private static ConvolutionShape Pointwise(int batch, int height, int width, int inputs, int outputs) => new(batch, inputs, height, width, outputs, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static void Compare(ConvolutionShape[] shapes)
    {
        var stages = new List<ChainStage>();
        var pinned = new List<System.Runtime.InteropServices.GCHandle>();
        float[] input = Numbers.Random(shapes[0].InputPixels * shapes[0].InputChannels, 1), current = input;
        for (int i = 0; i < shapes.Length; i++)
        {
            ConvolutionShape s = shapes[i];
            Activation activation = i % 3 == 2 ? Activation.None : Activation.ReLU6;
            float[] weight = Numbers.Random(s.OutputChannels * s.PatchLength, 10 + i), bias = Numbers.Random(s.OutputChannels, 20 + i), next = new float[s.OutputPixels * s.OutputChannels];
            stages.Add(new ChainStage { Shape = s, Activation = activation, Weight = Pin(weight), Bias = i == 1 ? null : Pin(bias) });
            fixed (float* from = current, to = next)
            {
                Convolution.Forward(s, from, stages[i].Weight, stages[i].Bias, to, activation);
            }

            current = next;
        }

        var output = new float[current.Length];
        Array.Fill(output, float.NaN);
        fixed (float* from = input, to = output)
        {
            ConvolutionChain.Forward(stages.ToArray(), from, to);
        }

        Numbers.Close(Array.ConvertAll(current, v => (double)v), output, 1e-6);
        pinned.ForEach(handle => handle.Free());

        float* Pin(float[] values)
        {
            pinned.Add(System.Runtime.InteropServices.GCHandle.Alloc(values, System.Runtime.InteropServices.GCHandleType.Pinned));
            return (float*)pinned[^1].AddrOfPinnedObject();
        }
    }
}
