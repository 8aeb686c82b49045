namespace TransferLearning.Tests.Lessons;

public class MessyFolderTests
{
    [Fact]
    public void Everything_that_is_wrong_with_it_is_found()
    {
        ImageFolder folder = ImageFolder.Open(MessyFolder.Make(seed: 42));

        FolderCheck check = FolderCheck.Of(folder, SampleProfile.ImageSize);

        Assert.Equal(["cat", "dog", "owl"], folder.Classes);
        Assert.Equal(
            ["2 files are the same picture in different classes.", "The class \"owl\" has 3 pictures.", "1 file is a copy of another in the same class."],
            check.Findings.Select(finding => finding.What).Where(what => what.Contains("same") || what.StartsWith("The class", StringComparison.Ordinal)));
        Assert.Contains(check.Findings, finding => finding.What.StartsWith("2 files are left out", StringComparison.Ordinal));
        Assert.Contains(check.Findings, finding => finding.What.StartsWith("Sizes are mixed: 96 to 480 pixels wide", StringComparison.Ordinal));
    }
}
