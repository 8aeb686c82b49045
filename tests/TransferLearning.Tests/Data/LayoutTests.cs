namespace TransferLearning.Tests.Data;

/// <summary>
/// How people lay out their folders, beyond what <see cref="SplitTests"/> has: the obvious right thing is done, or a sentence says what is
/// wrong.
/// </summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Folders of images, each with so many of the classes a and b → images of each part, both classes together.
    [Theory]
    [InlineData("Train:6, VAL:4, testing:3", "12 8 6")]
    [InlineData("train_images:6, val_images:4, test_images:3", "12 8 6")]
    [InlineData("TrainingData:6, ValidationData:4, TestData:3", "12 8 6")]
    [InlineData("Train Set:6, Test Set:3", "10 2 6")]
    [InlineData("dataset-train:6, dataset-valid:4, dataset-test:3", "12 8 6")]
    [InlineData("training/training:6, validation/validation:4", "12 4 4")]   // as Kaggle's archives unpack
    [InlineData("images_train:6, images_val:4", "12 4 4")]
    public void Parts_are_known_by_more_than_one_word(string parts, string expected)
    {
        foreach (string[] part in parts.Split(", ").Select(part => part.Split(':')))
        {
            WriteBoth(int.Parse(part[1]), part[0]);
        }

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal(["a", "b"], images.Classes);
        Assert.Equal(expected.Split(' ').Select(int.Parse), images.Split(seed: 1).Parts.Select(part => part.Count));
    }

    [Theory]
    [InlineData("seg_test", "seg_train", "seg_pred")]
    [InlineData("train2017", "val2017", "annotations")]
    [InlineData("testA", "trainA", "trainB")]
    [InlineData("test.zip", "train.zip", "more")]
    [InlineData("test", "validation", "backup")]
    public void What_looks_like_parts_is_not_trained_on_as_classes(params string[] names)
    {
        foreach (string name in names)
        {
            WriteBoth(3, name);
        }

        string message = Assert.Throws<UserMistakeException>(() => ImageFolder.Open(folder.Path)).Message;

        Assert.Contains("look like parts of a split", message);
        Assert.Contains($"\"{names[0]}\" and \"{names[1]}\"", message);
    }

    [Fact]
    public void A_folder_beside_whole_parts_is_left_out_by_name()
    {
        foreach (string name in new[] { "car", "test", "train" })
        {
            WriteBoth(4, name);
        }

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal(["a", "b"], images.Classes);
        Assert.Equal(8, images.LeftOut.Count(file => file.Reason == "lies beside the parts, so it belongs to none"));
    }

    [Theory]
    [InlineData("cat", "dog", "test")]
    [InlineData("bus", "car", "train")]
    [InlineData("invalid", "valid", "unclear")]
    [InlineData("freight train", "steam train", "tram")]
    [InlineData("cat.zip", "dog.tar", "0")]
    public void A_class_may_be_called_like_a_part_when_the_others_are_not(params string[] names)
    {
        foreach (string name in names)
        {
            MadeUpPictures.Write(folder, name, 3, 100);
        }

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal(names.Order(StringComparer.Ordinal), images.Classes);
        Assert.Equal([3, 3, 3], images.All.CountsByClass);
        Assert.Empty(images.Notes);
    }

    [Fact]
    public void Parts_within_the_classes_are_told()
    {
        foreach (string part in new[] { "train", "test" })
        {
            MadeUpPictures.Write(folder, part, 3, 190, prefix: "cat");
            MadeUpPictures.Write(folder, part, 3, 60, prefix: "dog");
        }

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal([6, 6], images.All.CountsByClass);
        Assert.Contains("cat holds test and train", Assert.Single(images.Notes));
        Assert.Contains("cat holds test and train", FolderCheck.Of(images, 32).ToString());
    }

    [Fact]
    public void Names_that_differ_in_a_space_at_the_end_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // has no such names
        }

        foreach (string name in new[] { "cat", "cat ", "dog" })
        {
            MadeUpPictures.Write(folder, name, 3, 100);
        }

        Assert.Contains("or spaces", Assert.Throws<UserMistakeException>(() => ImageFolder.Open(folder.Path)).Message);
    }

    [Fact]
    public void Links_that_lead_in_circles_end_and_a_linked_class_is_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // links need a right there
        }

        MadeUpPictures.TwoClasses(folder, 3);
        using var elsewhere = new TemporaryFolder();
        MadeUpPictures.Write(elsewhere, "more", 4, 120);
        Directory.CreateSymbolicLink(folder.File("linked"), Path.Combine(elsewhere.Path, "more"));
        Directory.CreateSymbolicLink(folder.File("dark", "there"), folder.File("bright", "x")[..^2]);
        Directory.CreateSymbolicLink(folder.File("bright", "back"), folder.File("dark", "x")[..^2]);

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal(["bright", "dark", "linked"], images.Classes);
        Assert.Equal(4, images.All.CountsByClass[2]);
        Assert.Contains(images.LeftOut, file => file.Reason == "a link to a folder that holds it");
        Assert.Contains("same image in different classes", FolderCheck.Of(images, 32).ToString());
    }

    private void WriteBoth(int perClass, string prefix)
    {
        MadeUpPictures.Write(folder, "a", perClass, 190, prefix: prefix);
        MadeUpPictures.Write(folder, "b", perClass, 60, prefix: prefix);
    }
}
