using System.Runtime.InteropServices;
using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

/// <summary>A training chain against its convolutions and normalisations one by one, which are held against plain loops elsewhere.</summary>
public unsafe class TrainingChainTests
{
    /// <summary>batch, height, width, then (output channels, kernel, stride, groups or 0 for depthwise) for each stage.</summary>
    public static TheoryData<int[]> Chains => new()
    {
        new[] { 2, 14, 13, 8, 48, 1, 1, 1, 48, 3, 1, 0, 8, 1, 1, 1 },
        new[] { 3, 15, 18, 5, 40, 1, 1, 1, 40, 3, 2, 0, 12, 1, 1, 1 },
        new[] { 2, 64, 66, 16, 96, 1, 1, 1, 96, 3, 2, 0, 24, 1, 1, 1 },
        new[] { 2, 70, 64, 4, 64, 1, 1, 1, 64, 3, 1, 0, 4, 1, 1, 1 },
        new[] { 2, 65, 64, 64, 64, 3, 1, 0, 16, 1, 1, 1 },
        new[] { 2, 17, 15, 3, 32, 3, 2, 1 },
        new[] { 2, 12, 13, 8, 16, 3, 1, 1, 20, 3, 2, 1 },
        new[] { 2, 9, 9, 24, 24, 5, 3, 0 },
        new[] { 5, 1, 1, 24, 144, 1, 1, 1, 144, 3, 1, 0, 40, 1, 1, 1 },
        new[] { 8, 2, 2, 16, 96, 1, 1, 1, 96, 3, 2, 0, 24, 1, 1, 1 },
        new[] { 3, 4, 4, 8, 48, 1, 1, 1, 48, 3, 2, 0, 8, 1, 1, 1 },
        new[] { 7, 1, 2, 80, 1280, 1, 1, 1 },
        new[] { 2, 17, 19, 32, 32, 3, 1, 0, 16, 1, 1, 1 },
        new[] { 40, 7, 7, 24, 33, 1, 1, 1 },
        new[] { 2, 50, 48, 33, 33, 5, 1, 0, 33, 3, 2, 0, 7, 1, 1, 1, 70, 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void Agrees_with_its_stages_one_by_one(int[] description)
    {
        using var chain = new Chain(description);
        float[] output = chain.Forward(), expected = chain.ForwardOneByOne();
        Numbers.Close(Doubles(expected), output);
        for (int i = 0; i < chain.Stages.Length; i++)
        {
            Numbers.Close(Doubles(chain.Plain[i].RunningVariance), chain.Fused[i].RunningVariance);
            Numbers.Close(Doubles(chain.Plain[i].RunningMean), chain.Fused[i].RunningMean, scale: 1);
        }

        float[] gradInput = chain.Backward(), expectedGradInput = chain.BackwardOneByOne();
        Numbers.Close(Doubles(expectedGradInput), gradInput, 1e-4);
        for (int i = 0; i < chain.Stages.Length; i++)
        {
            Numbers.Close(Doubles(chain.Plain[i].GradWeight), chain.Fused[i].GradWeight, 1e-4);
            Numbers.Close(Doubles(chain.Plain[i].GradGamma), chain.Fused[i].GradGamma, 1e-4, scale: 1);
            Numbers.Close(Doubles(chain.Plain[i].GradBeta), chain.Fused[i].GradBeta, 1e-4, scale: 1);
        }
    }

    [Fact]
    public void Two_runs_are_equal_to_the_bit()
    {
        float[][] runs = new float[2][];
        for (int i = 0; i < 2; i++)
        {
            using var chain = new Chain([4, 40, 40, 8, 48, 1, 1, 1, 48, 3, 2, 0, 8, 1, 1, 1]);
            float[] output = chain.Forward(), gradInput = chain.Backward();
            runs[i] = [.. output, .. gradInput, .. chain.Fused[0].GradWeight, .. chain.Fused[1].GradWeight, .. chain.Fused[2].GradGamma];
        }

        Assert.Equal(runs[0], runs[1]);
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, v => (double)v);

    private sealed class Memory
    {
        public required float[] Raw, Output, Mean, InverseDeviation, RunningMean, RunningVariance, GradWeight, GradGamma, GradBeta;
    }

    private sealed class Chain : IDisposable
    {
        private const float Epsilon = 1e-5f;
        private readonly List<GCHandle> pins = [];
        private readonly float[] input, gradOutput;

        public Chain(int[] d)
        {
            int channels = d[3], height = d[1], width = d[2], count = (d.Length - 4) / 4;
            Stages = new TrainingStage[count];
            Plain = new Memory[count];
            Fused = new Memory[count];
            input = Pin(Numbers.Random((long)d[0] * height * width * channels, 1));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<int> part = d.AsSpan(4 + 4 * i, 4);
                var s = new ConvolutionShape(d[0], channels, height, width, part[0], part[1], part[1], part[2], part[2], part[1] / 2, part[1] / 2, 1, 1, part[3] == 0 ? channels : part[3]);
                (channels, height, width) = (part[0], s.OutputHeight, s.OutputWidth);
                Plain[i] = New(s);
                Memory m = Fused[i] = New(s);
                Stages[i] = new TrainingStage
                {
                    Shape = s,
                    Activation = (Activation)((i + 2) % 3),
                    Weight = Address(Pin(Numbers.Random((long)channels * s.PatchLength, 10 + i))),
                    Gamma = Address(Pin(Array.ConvertAll(Numbers.Random(channels, 20 + i), v => v + 2))),
                    Beta = i == 1 ? null : Address(Pin(Array.ConvertAll(Numbers.Random(channels, 30 + i), v => v + 1))),
                    RunningMean = Address(m.RunningMean),
                    RunningVariance = Address(m.RunningVariance),
                    Momentum = 0.1f,
                    Epsilon = Epsilon,
                    Raw = Address(m.Raw),
                    Mean = Address(m.Mean),
                    InverseDeviation = Address(m.InverseDeviation),
                    GradWeight = Address(m.GradWeight),
                    GradGamma = Address(m.GradGamma),
                    GradBeta = Address(m.GradBeta),
                };
            }

            gradOutput = Pin(Numbers.Random((long)d[0] * height * width * channels, 2));
        }

        public TrainingStage[] Stages { get; }

        public Memory[] Plain { get; }

        public Memory[] Fused { get; }

        public float[] Forward()
        {
            float[] output = Pin(new float[gradOutput.Length]);
            TrainingChain.Forward(Stages, Address(input), Address(output));
            return output;
        }

        public float[] Backward()
        {
            float[] gradInput = Pin(new float[input.Length]);
            Array.Fill(gradInput, float.NaN);
            TrainingChain.Backward(Stages, Address(input), Address(gradOutput), Address(gradInput));
            return gradInput;
        }

        public float[] ForwardOneByOne()
        {
            float[] current = input;
            for (int i = 0; i < Stages.Length; i++)
            {
                (TrainingStage s, Memory m) = (Stages[i], Plain[i]);
                Convolution.Forward(s.Shape, Address(current), s.Weight, null, Address(m.Raw));
                BatchNormalization.ForwardTraining(s.Rows, s.Channels, Address(m.Raw), s.Gamma, s.Beta, Address(m.Output), Address(m.Mean), Address(m.InverseDeviation),
                    Address(m.RunningMean), Address(m.RunningVariance), 0.1f, Epsilon, s.Activation);
                current = m.Output;
            }

            return current;
        }

        public float[] BackwardOneByOne()
        {
            float[] gradient = gradOutput;
            for (int i = Stages.Length - 1; i >= 0; i--)
            {
                (TrainingStage s, Memory m) = (Stages[i], Plain[i]);
                float[] through = Pin(new float[gradient.Length]), before = Pin(new float[s.Shape.InputPixels * s.Shape.InputChannels]);
                BatchNormalization.BackwardTraining(s.Rows, s.Channels, Address(m.Raw), Address(m.Output), Address(gradient), s.Gamma, Address(m.Mean), Address(m.InverseDeviation),
                    Address(through), Address(m.GradGamma), Address(m.GradBeta), s.Activation);
                Convolution.BackwardWeight(s.Shape, Address(i == 0 ? input : Plain[i - 1].Output), Address(through), Address(m.GradWeight), null);
                Convolution.BackwardInput(s.Shape, Address(through), s.Weight, Address(before));
                gradient = before;
            }

            return gradient;
        }

        public void Dispose() => pins.ForEach(pin => pin.Free());

        private static float* Address(float[] pinned) => (float*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

        private Memory New(in ConvolutionShape s) => new()
        {
            Raw = Pin(new float[TrainingChain.RawLength(s)]),
            Output = Pin(new float[s.OutputPixels * s.OutputChannels]),
            Mean = Pin(new float[s.OutputChannels]),
            InverseDeviation = Pin(new float[s.OutputChannels]),
            RunningMean = Pin(new float[s.OutputChannels]),
            RunningVariance = Pin(Enumerable.Repeat(1f, s.OutputChannels).ToArray()),
            GradWeight = Pin(new float[s.OutputChannels * s.PatchLength]),
            GradGamma = Pin(new float[s.OutputChannels]),
            GradBeta = Pin(new float[s.OutputChannels]),
        };

        private float[] Pin(float[] values)
        {
            pins.Add(GCHandle.Alloc(values, GCHandleType.Pinned));
            return values;
        }
    }
}
