namespace TransferLearning.Tests.Data;

public sealed class FolderCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_good_folder_has_no_findings()
    {
        ImageFolder good = MadeUpPictures.TwoClasses(folder, 25);

        Assert.Equal("50 pictures, and nothing that stands out.", FolderCheck.Of(good, imageSize: 32).ToString());
    }

    [Fact]
    public void A_class_of_three_is_named_and_called_lopsided()
    {
        MadeUpPictures.Write(folder, "bright", 25, 190);
        MadeUpPictures.Write(folder, "dark", 3, 60);

        FolderFinding[] findings = [.. FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings];

        Assert.Equal(2, findings.Length);
        Assert.Contains("The class \"dark\" has 3 pictures", findings[0].What);
        Assert.Contains("right 89% of the time", findings[1].What);
    }

    [Fact]
    public void Copies_are_found_whatever_their_names()
    {
        MadeUpPictures.TwoClasses(folder, 25);
        File.Copy(folder.File("", "bright", "003.png"), folder.File("", "bright", "holiday.png"));

        FolderFinding finding = Assert.Single(FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings);

        Assert.StartsWith("1 file is a copy", finding.What);
        Assert.Equal([Path.Combine("bright", "003.png"), Path.Combine("bright", "holiday.png")], finding.Files);
    }

    [Fact]
    public void The_same_picture_in_two_classes_comes_first()
    {
        MadeUpPictures.TwoClasses(folder, 25);
        File.Copy(folder.File("", "bright", "003.png"), folder.File("", "dark", "003b.png"));
        File.WriteAllText(folder.File("", "dark", "notes.jpg"), "no picture");

        FolderFinding[] findings = [.. FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings];

        Assert.StartsWith("2 files are the same picture in different classes", findings[0].What);
        Assert.StartsWith("1 file is left out", findings[1].What);
        Assert.Equal([Path.Combine("dark", "notes.jpg")], findings[1].Files);
    }

    [Fact]
    public void Small_pictures_and_shapes_that_go_with_the_class_are_told()
    {
        MadeUpPictures.Write(folder, "bright", 25, 190, size: 40);
        MadeUpPictures.Write(folder, "dark", 25, 60, size: 200);

        FolderFinding[] findings = [.. FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 160).Findings];

        Assert.Contains("25 pictures are smaller than 160×160", findings[0].What);
        Assert.Contains("40 to 200 pixels wide", findings[1].What);
    }
}
