namespace TransferLearning;

/// <summary>The files that <c>Lab fetch</c> knows: pictures of cats and dogs, and ImageNet weights of torchvision, and of timm where torchvision has none.</summary>
public static class OfficialFiles
{
    /// <summary>25,000 photographs (Asirra, as Kaggle and Microsoft publish them).</summary>
    public static OfficialFile CatsVsDogs { get; } = new(
        "cats-vs-dogs",
        new Uri("https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip"),
        824_887_076,
        "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9",
        "25,000 photographs of cats and dogs (Asirra, Kaggle)");

    /// <summary>3,000 of them, as the TensorFlow tutorial uses them. Nobody publishes its checksum; the archive's own are checked.</summary>
    public static OfficialFile CatsVsDogsSmall { get; } = new(
        "cats-vs-dogs-small",
        new Uri("https://storage.googleapis.com/mledu-datasets/cats_and_dogs_filtered.zip"),
        68_606_236,
        null,
        "3,000 photographs of cats and dogs, in train and validation (TensorFlow tutorial)");

    /// <summary>Weights trained on ImageNet, by the name of the network.</summary>
    public static IReadOnlyList<OfficialFile> Weights { get; } =
    [
        Torchvision("mobilenet_v2", "mobilenet_v2-7ebf99e0.pth", 14_258_573, "7ebf99e03e254b273379b23edca7ec0da9f48273b23a332b93c1c99d49e86e8f", "MobileNetV2, second training (ImageNet top-1 72.2 %)"),
        Torchvision("mobilenet_v2-v1", "mobilenet_v2-b0353104.pth", null, "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889", "MobileNetV2, first training (71.9 %), about 14 MB"),
        Torchvision("vgg16", "vgg16-397923af.pth", 553_433_881, "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0", "VGG16 (71.6 %)"),
        Torchvision("resnet18", "resnet18-f37072fd.pth", 46_830_571, "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec", "ResNet18 (69.8 %)"),
        Torchvision("resnet50", "resnet50-0676ba61.pth", 102_530_333, "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a", "ResNet50, first training (76.1 %)"),
        Torchvision("inception_v3", "inception_v3_google-0cc3c7bd.pth", 108_949_747, "0cc3c7bd75056d25e46cba549dc184522069b81e9787eff6df84f397bd52a5ef", "Inception v3 (77.3 %)"),

        // Of its checksum only the first digits are published: those in its name, which torchvision checks too.
        Torchvision("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth", null, "b8a52dc0", "SqueezeNet 1.1 (58.2 %), about 5 MB"),
        new(
            "mobilenetv1_100",
            new Uri("https://huggingface.co/timm/mobilenetv1_100.ra4_e3600_r224_in1k/resolve/main/model.safetensors"),
            null,
            null,
            "MobileNetV1, timm's training (75.4 %), about 17 MB; no checksum of it is known here")
        {
            FileName = "mobilenetv1_100.ra4_e3600_r224_in1k.safetensors",
        },
    ];

    private static OfficialFile Torchvision(string name, string file, long? bytes, string sha256, string description) =>
        new(name, new Uri("https://download.pytorch.org/models/" + file), bytes, sha256, description);
}
