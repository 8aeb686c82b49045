namespace TransferLearning.Tests.Data;

public sealed class SplitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_split_is_stratified_reproducible_complete_and_without_overlap()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(folder, 20);

        Split split = images.Split(0.8, 0.1, 0.1, seed: 1);

        Assert.False(images.IsSplit);
        Assert.Equal([16, 16], split.Training.CountsByClass);
        Assert.Equal([2, 2], split.Validation.CountsByClass);
        Assert.Equal([2, 2], split.Test.CountsByClass);
        Assert.Equal(
            images.All.Select(image => image.Path).Order(), split.Parts.SelectMany(part => part).Select(image => image.Path).Order());
        Assert.Equal(split.Test, images.Split(0.8, 0.1, 0.1, seed: 1).Test);
        Assert.NotEqual(split.Test, images.Split(0.8, 0.1, 0.1, seed: 2).Test);
        Assert.Equal("training: 32 images (16 bright, 16 dark)", split.Training.ToString());
        Assert.Equal(3, split.ToString().Split(Environment.NewLine).Length);
    }

    // Parts with images per class → training, validation, test per class.
    [Theory]
    [InlineData("train:6 val:4 test:3", "6 4 3", "")]
    [InlineData("Training:6 Valid:4 TESTING:3", "6 4 3", "")]
    [InlineData("training_set:6 validation_set:4 test_set:3", "6 4 3", "")]
    [InlineData("train:6 val:4 valid:2 test:3", "6 6 3", "")]
    [InlineData("train:6 val:4", "6 2 2", "half of the validation images")]
    [InlineData("train:20 test:3", "18 2 3", "cut from the training images")]
    [InlineData("train:20", "16 2 2", "both are cut from the training images")]
    public void Ready_made_parts_are_kept_and_missing_ones_are_made_and_said(string parts, string expected, string note)
    {
        foreach (string[] part in parts.Split(' ').Select(part => part.Split(':')))
        {
            WritePart(part[0], int.Parse(part[1]));
        }

        ImageFolder images = ImageFolder.Open(folder.Path);
        Split split = images.Split(seed: 1);

        Assert.Equal(["bright", "dark"], images.Classes);
        Assert.Equal(expected.Split(' ').Select(int.Parse), split.Parts.Select(part => part.CountsByClass[0]));
        Assert.Equal(expected.Split(' ').Select(int.Parse), split.Parts.Select(part => part.CountsByClass[1]));
        Assert.Equal(images.All.Count, split.Parts.SelectMany(part => part).Distinct().Count());
        Assert.Equal(parts.Contains(' '), images.IsSplit);
        Assert.Equal(note.Length > 0, images.Notes.Count == 1);
        Assert.Contains(note, images.ToString());
        Assert.All(split.Training, image =>
            Assert.StartsWith("train", Path.GetRelativePath(folder.Path, image.Path), StringComparison.OrdinalIgnoreCase));
        Assert.Equal(split.Validation, ImageFolder.Open(folder.Path).Split(seed: 1).Validation);
        Assert.Equal(split.Training.CountsByClass[0] / 2, images.Take(0.5, seed: 1).Split(seed: 1).Training.CountsByClass[0]);
    }

    [Fact]
    public void A_flat_test_folder_is_left_out_and_the_test_part_comes_from_the_validation_images()
    {
        WritePart("train", 6);
        WritePart("validation", 4);
        MadeUpPictures.Write(folder, "test", 5, 100);
        MadeUpPictures.Write(folder, "extra", 2, 100);

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal([2, 2], images.Split().Test.CountsByClass);
        Assert.Equal(5, images.LeftOut.Count(file => file.Reason == "has no class: \"test\" has no sub-folders"));
        Assert.Equal(2, images.LeftOut.Count(file => file.Reason == "lies beside the parts, so it belongs to none"));
        Assert.Contains("no test part with classes", Assert.Single(images.Notes));
    }

    [Fact]
    public void A_flat_folder_of_training_images_beside_one_with_classes_is_left_out()
    {
        WritePart("train", 6);
        WritePart("test", 4);
        MadeUpPictures.Write(folder, "training_images", 3, 100);

        Assert.Equal(3, ImageFolder.Open(folder.Path).LeftOut.Count(file => file.Reason.StartsWith("has no class", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_flat_training_folder_as_Kaggle_has_it_is_refused_with_the_layout_to_make()
    {
        MadeUpPictures.Write(folder, "train", 4, 100);
        MadeUpPictures.Write(folder, "test", 4, 100);

        Assert.Contains("one sub-folder per class", Assert.Throws<UserMistakeException>(() => ImageFolder.Open(folder.Path)).Message);
    }

    [Theory]
    [InlineData("Cat", "cat", "differ only in capitals")]
    [InlineData("Café", "Cafe\u0301", "differ only in capitals or in how accents")]
    [InlineData("cat", "unknown", "class \"unknown\" without a single training image")]
    public void Classes_that_differ_between_parts_are_refused(string training, string test, string expected)
    {
        MadeUpPictures.Write(folder, training, 3, 190, prefix: "train");
        MadeUpPictures.Write(folder, test, 3, 190, prefix: "test");
        foreach (string part in new[] { "train", "test" })
        {
            MadeUpPictures.Write(folder, "other", 3, 60, prefix: part);
        }

        Assert.Contains(expected, Assert.Throws<UserMistakeException>(() => ImageFolder.Open(folder.Path)).Message);
    }

    [Fact]
    public void A_class_that_the_test_part_lacks_keeps_its_label()
    {
        WritePart("train", 4);
        WritePart("val", 4);
        MadeUpPictures.Write(folder, "dark", 3, 60, prefix: "test");

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal([0, 3], images.Split().Test.CountsByClass);
        Assert.All(images.Split().Test, image => Assert.Equal(1, image.Label));
    }

    private void WritePart(string part, int perClass)
    {
        MadeUpPictures.Write(folder, "bright", perClass, 190, prefix: part);
        MadeUpPictures.Write(folder, "dark", perClass, 60, prefix: part);
    }
}
