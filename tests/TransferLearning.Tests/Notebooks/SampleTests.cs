using System.Security.Cryptography;
using SixLabors.ImageSharp;
using SketchPets;

namespace TransferLearning.Tests.Notebooks;

/// <summary>The drawings land in the checkout's own data/: drawn once, they serve every test and the lessons.</summary>
public class SampleTests
{
    [Fact]
    public void Each_seed_has_three_balanced_parts_and_no_two_share_a_drawing()
    {
        Split[] splits = [Sample.Draw(142), Sample.Draw(143)];

        Assert.All(splits, split =>
        {
            Assert.Equal(["cat", "dog"], split.Classes);
            Assert.Equal([320, 200, 400], split.Parts.Select(part => part.Count));
            Assert.All(split.Parts, part => Assert.Equal(part.CountsByClass[0], part.CountsByClass[1]));
        });
        string[] hashes = [.. splits.SelectMany(split => split.Parts).SelectMany(part => part).Select(image => Hash(image.Path))];
        Assert.Equal(2 * 920, hashes.Distinct().Count());
    }

    [Fact]
    public void Drawing_again_draws_what_is_missing_and_the_same()
    {
        using var folder = new TemporaryFolder();
        var told = new Steps();
        Sample.DrawFolder(folder.Path, SketchWorld.Target, 10, firstSeed: 5, told);
        string path = folder.File("dog", "00007.png"), hash = Hash(path);
        DateTime untouched = File.GetLastWriteTimeUtc(folder.File("cat", "00001.png"));
        File.Delete(path);

        Sample.DrawFolder(folder.Path, SketchWorld.Target, 10, firstSeed: 5, told);

        Assert.Equal(hash, Hash(path));
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(folder.File("cat", "00001.png")));
        Assert.Equal([(16L, 20L), (20L, 20L), (1L, 1L)], told.Select(step => (step.Done, step.Total)));
        Assert.Equal(20, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cat"), "a file where a folder should be");

        var mistake = Assert.Throws<UserMistakeException>(() => Sample.DrawFolder(folder.Path, SketchWorld.Target, 1, 1));

        Assert.Contains("cannot be written", mistake.Message);
    }

    [Fact]
    public void Every_network_that_ships_has_its_weights_in_a_small_file_that_says_what_they_are_of() =>
        Assert.All(Sample.Backbones, backbone =>
        {
            string path = Sample.WeightsOf(backbone);
            Assert.Equal((backbone.Name, backbone.Width, backbone.ImageSize),
                Backbone.OfWeights(path) is { } told ? (told.Name, told.Width, told.ImageSize) : default);
            Assert.InRange(new FileInfo(path).Length, 1, 2_500_000);
        });

    [Fact]
    public void Everything_that_is_wrong_with_the_messy_folder_is_found()
    {
        ImageFolder folder = ImageFolder.Open(Sample.MessyFolder(seed: 42));

        Assert.Equal(["cat", "dog", "owl"], folder.Classes);
        Assert.Equal(30, folder.All.CountsByClass[2]);   // those in the sub-folder, too

        FolderCheck check = FolderCheck.Of(folder, Sample.ImageSize);

        string[] named = [.. check.Findings.SelectMany(finding => finding.Files).Concat(folder.LeftOut.Select(file => file.Path))];
        Assert.All(
            ["00007_copy.png", "cute.png", "IMG_2042.jpg", "interrupted.png", "notes.jpg", "IMG_2043.HEIC"],
            name => Assert.Contains(named, path => path.EndsWith(name, StringComparison.Ordinal)));
        Assert.True(Image.Identify(Path.Combine(folder.Root, "dog", "IMG_2041.jpg")) is { Width: 4000, Height: 3000 });
    }

    [Fact]
    public void Single_drawings_are_in_no_seed_and_unknown_kinds_are_refused_by_name()
    {
        Assert.NotEqual(Hash(Sample.DrawOne("cat", 142)), Hash(Sample.DrawOne("cat", 143)));
        Assert.DoesNotContain(
            Hash(Sample.DrawOne("cat", 142)), Sample.Draw(142).Parts.SelectMany(part => part).Select(image => Hash(image.Path)));
        Assert.Contains("\"teapot\"", Assert.Throws<UserMistakeException>(() => Sample.DrawOne("teapot", 1)).Message);
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private sealed class Steps : List<StepProgress>, IProgress<StepProgress>
    {
        public void Report(StepProgress value) => Add(value);
    }
}
