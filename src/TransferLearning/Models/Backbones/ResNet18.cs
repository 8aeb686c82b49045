namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>ResNet18 (He et al. 2016), 11.2 million numbers.</summary>
    public static Backbone ResNet18 { get; } = new()
    {
        Name = "resnet18",
        Title = "ResNet18",
        ImageSize = 224,
        Parameters = 11_176_512,
        OfficialWeights = [Torchvision("resnet18", "resnet18-f37072fd.pth", 46_830_571, "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec", "ResNet18 (69.8 %)")],
        ClassifierName = "fc",
        FineTuneFrom = "layer4",
        HasWidths = true,
        Make = backbone => ResNet.Create(ResidualBlock.Basic, 1, backbone.Width, 2, 2, 2, 2),
    };
}
