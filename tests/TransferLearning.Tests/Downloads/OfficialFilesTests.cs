namespace TransferLearning.Tests.Downloads;

public sealed class OfficialFilesTests
{
    private static readonly OfficialFile[] All = [.. OfficialFiles.Weights, .. PictureArchive.All.Select(archive => archive.File)];

    [Fact]
    public void Names_and_file_names_are_different_and_addresses_are_secure()
    {
        Assert.Equal(All.Length, All.DistinctBy(file => file.Name).Count());
        Assert.Equal(All.Length, All.DistinctBy(file => file.FileName).Count());
        Assert.All(All, file => Assert.Equal(Uri.UriSchemeHttps, file.Address.Scheme));
    }

    [Fact]
    public void Weights_carry_the_first_digits_of_their_checksum_in_their_name()
    {
        OfficialFile[] torchvisions = [.. OfficialFiles.Weights.Where(file => file.Address.Host == "download.pytorch.org")];
        Assert.All(torchvisions, file => Assert.EndsWith($"-{file.Sha256![..8]}.pth", file.FileName, StringComparison.Ordinal));
        Assert.All(torchvisions.Where(file => file.Name != "squeezenet1_1"), file => Assert.Equal(64, file.Sha256!.Length));
    }

    [Fact]
    public void Every_backbone_s_weights_can_be_fetched_under_its_name_and_are_found_again_by_theirs()
    {
        using var folder = new TemporaryFolder();
        foreach (Backbone backbone in Backbone.Catalogue)
        {
            Assert.Equal(backbone.WeightsFile, Assert.Single(OfficialFiles.Weights, file => file.Name == backbone.Name).FileName);

            string path = folder.File(backbone.WeightsFile);
            Safetensors.Write(path, []);
            Assert.Same(backbone.Name, Weights.FromFile(path).Backbone.Name);
        }
    }

    [Theory]
    [InlineData("PetImages/Cat/0.jpg", "cat/0.jpg")]
    [InlineData("PetImages/Dog/12499.jpg", "dog/12499.jpg")]
    [InlineData("PetImages/Cat/Thumbs.db", null)]
    [InlineData("PetImages/Cat/", null)]
    [InlineData("PetImages/Cat/../0.jpg", null)]
    [InlineData("readme[1].txt", null)]
    public void The_large_archive_becomes_a_folder_for_each_class(string entry, string? place) => Assert.Equal(place, PictureArchive.CatsVsDogs.PlaceOf(entry));

    [Theory]
    [InlineData("cats_and_dogs_filtered/train/cats/cat.0.jpg", "train/cat/cat.0.jpg")]
    [InlineData("cats_and_dogs_filtered/validation/dogs/dog.2499.jpg", "validation/dog/dog.2499.jpg")]
    [InlineData("cats_and_dogs_filtered/vectorize.py", null)]
    public void The_small_archive_keeps_its_split(string entry, string? place) => Assert.Equal(place, PictureArchive.CatsVsDogsSmall.PlaceOf(entry));

    [Fact]
    public void A_folder_with_some_of_the_pictures_is_not_taken_for_all()
    {
        using var folder = new TemporaryFolder();
        Assert.False(PictureArchive.CatsVsDogs.IsUnpacked(Path.Combine(folder.Path, "none")));
        Assert.False(PictureArchive.CatsVsDogs.IsUnpacked(folder.Path));
        File.WriteAllText(folder.File("cat", "0.jpg"), "");

        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => PictureArchive.CatsVsDogs.IsUnpacked(folder.Path));
        Assert.Contains("1 of 25,000 pictures", mistake.Message, StringComparison.Ordinal);
    }
}
