using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// Inception's block: the same input goes several ways, and what they give is joined, channels after channels (Szegedy et al. 2016, "Rethinking the
/// Inception architecture"). Names and kinds A to E are torchvision's.
/// </summary>
internal sealed class InceptionBlock : Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-3;   // of Inception's batch norm; elsewhere it is 1e-5
    private readonly LayerChain[] branches;

    private InceptionBlock(string kind, params LayerChain[] branches)
        : base(kind)
    {
        this.branches = branches;
        foreach (LayerChain branch in branches.Concat(branches.SelectMany(branch => branch.Layers).Select(layer => layer.Layer).OfType<InceptionBlock>().SelectMany(fork => fork.branches)))
        {
            branch.RegisterIn(this);   // torchvision names a fork's layers as the block's own
        }

        RegisterComponents();
    }

    public static InceptionBlock A(int inputs, int pooled) => new(
        "InceptionA",
        new(("branch1x1", Unit(inputs, 64, 1))),
        new(("branch5x5_1", Unit(inputs, 48, 1)), ("branch5x5_2", Unit(48, 64, 5, padding: 2))),
        new(("branch3x3dbl_1", Unit(inputs, 64, 1)), ("branch3x3dbl_2", Unit(64, 96, 3, padding: 1)), ("branch3x3dbl_3", Unit(96, 96, 3, padding: 1))),
        Pooled(inputs, pooled));

    public static InceptionBlock B(int inputs) => new(
        "InceptionB",
        new(("branch3x3", Unit(inputs, 384, 3, stride: 2))),
        new(("branch3x3dbl_1", Unit(inputs, 64, 1)), ("branch3x3dbl_2", Unit(64, 96, 3, padding: 1)), ("branch3x3dbl_3", Unit(96, 96, 3, stride: 2))),
        new(("", MaxPool2d(3, stride: 2))));

    /// <summary>7×7 convolutions as 1×7 and 7×1.</summary>
    public static InceptionBlock C(int inputs, int between) => new(
        "InceptionC",
        new(("branch1x1", Unit(inputs, 192, 1))),
        new(("branch7x7_1", Unit(inputs, between, 1)), ("branch7x7_2", Row(between, between, 7)), ("branch7x7_3", Column(between, 192, 7))),
        new(
            ("branch7x7dbl_1", Unit(inputs, between, 1)), ("branch7x7dbl_2", Column(between, between, 7)), ("branch7x7dbl_3", Row(between, between, 7)),
            ("branch7x7dbl_4", Column(between, between, 7)), ("branch7x7dbl_5", Row(between, 192, 7))),
        Pooled(inputs, 192));

    public static InceptionBlock D(int inputs) => new(
        "InceptionD",
        new(("branch3x3_1", Unit(inputs, 192, 1)), ("branch3x3_2", Unit(192, 320, 3, stride: 2))),
        new(
            ("branch7x7x3_1", Unit(inputs, 192, 1)), ("branch7x7x3_2", Row(192, 192, 7)), ("branch7x7x3_3", Column(192, 192, 7)),
            ("branch7x7x3_4", Unit(192, 192, 3, stride: 2))),
        new(("", MaxPool2d(3, stride: 2))));

    /// <summary>Two of the ways part again at their end.</summary>
    public static InceptionBlock E(int inputs) => new(
        "InceptionE",
        new(("branch1x1", Unit(inputs, 320, 1))),
        new(("branch3x3_1", Unit(inputs, 384, 1)), ("", Fork("branch3x3_2"))),
        new(("branch3x3dbl_1", Unit(inputs, 448, 1)), ("branch3x3dbl_2", Unit(448, 384, 3, padding: 1)), ("", Fork("branch3x3dbl_3"))),
        Pooled(inputs, 192));

    /// <summary>Convolution, batch norm, ReLU: torchvision's BasicConv2d.</summary>
    public static Sequential Unit(int inputs, int outputs, int kernelSize, int stride = 1, int padding = 0) =>
        Unit(inputs, outputs, (kernelSize, kernelSize), (stride, stride), (padding, padding));

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. branches.Select(branch => branch.Run(input))], 1).MoveToOuterDisposeScope();
    }

    private static LayerChain Pooled(int inputs, int outputs) => new(("", AvgPool2d(3, stride: 1, padding: 1)), ("branch_pool", Unit(inputs, outputs, 1)));

    private static Sequential Row(int inputs, int outputs, int length) => Unit(inputs, outputs, (1, length), (1, 1), (0, length / 2));

    private static Sequential Column(int inputs, int outputs, int length) => Unit(inputs, outputs, (length, 1), (1, 1), (length / 2, 0));

    private static InceptionBlock Fork(string name) => new("Fork", new((name + "a", Row(384, 384, 3))), new((name + "b", Column(384, 384, 3))));

    private static Sequential Unit(int inputs, int outputs, (long, long) kernelSize, (long, long) stride, (long, long) padding) => Sequential(
        ("conv", Conv2d(inputs, outputs, kernelSize, stride: stride, padding: padding, bias: false)),
        ("bn", BatchNorm2d(outputs, eps: Epsilon)),
        ("relu", ReLU(inplace: true)));
}
