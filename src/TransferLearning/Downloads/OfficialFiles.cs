namespace TransferLearning;

/// <summary>The files that <c>Lab fetch</c> knows: pictures of cats and dogs, and the official weights of the backbones.</summary>
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

    /// <summary>Weights trained on ImageNet, of every network of the catalogue; those of torchvision, and of timm where torchvision has none.</summary>
    public static IReadOnlyList<OfficialFile> Weights { get; } = [.. Backbone.Catalogue.SelectMany(backbone => backbone.OfficialWeights)];
}
