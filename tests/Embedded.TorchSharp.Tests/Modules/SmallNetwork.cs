using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Embedded.TorchSharp.Tests.Modules;

/// <summary>MobileNetV2's building blocks in small, as record_nn.py builds them.</summary>
sealed class SmallNetwork : Module<Tensor, Tensor>
{
    readonly Sequential features;
    readonly Linear classifier;

    internal SmallNetwork()
        : base(nameof(SmallNetwork))
    {
        features = Sequential(Unit(3, 8, 3, 2), new Block(8, 4, 1, 1), new Block(4, 6, 2, 6), new Block(6, 6, 1, 6), new Block(6, 8, 2, 6),
            Unit(8, 40, 1));
        classifier = Linear(40, 3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor maps = features.call(input);
        using Tensor pooled = functional.adaptive_avg_pool2d(maps, 1);
        using Tensor rows = pooled.flatten(1);
        return classifier.call(rows);
    }

    static Sequential Unit(long input, long output, long kernel, long stride = 1, long groups = 1) =>
        Sequential(Conv2d(input, output, kernel, stride, (kernel - 1) / 2, groups: groups, bias: false), BatchNorm2d(output), ReLU6(true));

    sealed class Block : Module<Tensor, Tensor>
    {
        readonly Sequential conv;
        readonly bool addsInput;

        internal Block(long input, long output, long stride, long expand)
            : base(nameof(Block))
        {
            long hidden = input * expand;
            Module<Tensor, Tensor>[] widen = expand == 1 ? [] : [Unit(input, hidden, 1)];
            conv = Sequential([.. widen, Unit(hidden, hidden, 3, stride, hidden), Conv2d(hidden, output, 1, bias: false),
                BatchNorm2d(output)]);
            addsInput = stride == 1 && input == output;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor result = conv.call(input);
            if (!addsInput)
            {
                return result;
            }

            using (result)
            {
                return input + result;
            }
        }
    }
}
