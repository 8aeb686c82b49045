namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>ResNet50 (He et al. 2016), 23.5 million numbers.</summary>
    public static Backbone ResNet50 { get; } = new()
    {
        Name = "resnet50",
        Title = "ResNet50",
        ImageSize = 224,
        Parameters = 23_508_032,
        OfficialWeights = [Torchvision("resnet50", "resnet50-0676ba61.pth", 102_530_333, "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a", "ResNet50, first training (76.1 %)")],
        ClassifierName = "fc",
        FineTuneFrom = "layer4",
        Make = backbone => ResNet.Create(ResidualBlock.Bottleneck, 4, backbone.Width, 3, 4, 6, 3),
    };
}
