using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace TransferLearning.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Classes_are_the_sub_folders_in_order_and_images_are_sorted()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(folder, 3);

        Assert.Equal(["bright", "dark"], images.Classes);
        Assert.Equal(
            ["000.png", "001.png", "002.png", "000.png", "001.png", "002.png"], images.All.Select(image => Path.GetFileName(image.Path)));
        Assert.Equal([0, 0, 0, 1, 1, 1], images.All.Select(image => image.Label));
        Assert.Equal("6 images: 3 bright, 3 dark", images.ToString());
        Assert.Equal("all: 6 images (3 bright, 3 dark)", images.All.ToString());
    }

    [Fact]
    public void Images_are_found_at_every_depth_and_by_content_whatever_their_ending()
    {
        MadeUpPictures.TwoClasses(folder, 2);
        MadeUpPictures.Write(folder, "more", 2, 100, prefix: "dark");
        MadeUpPictures.Write(folder, "pug", 3, 100, prefix: Path.Combine("dog", "breeds"));
        string[] endings = ["a.jfif", "b.JPE", "c", "d.txt", "e.JPEG", "f.png"];
        foreach (string name in endings)
        {
            SaveJpeg("bright", name);
        }

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal(["bright", "dark", "dog"], images.Classes);
        Assert.Equal([8, 4, 3], images.All.CountsByClass);
        Assert.Empty(images.LeftOut);
    }

    [Fact]
    public void What_systems_leave_behind_is_passed_over_and_everything_else_is_used_or_named()
    {
        MadeUpPictures.TwoClasses(folder, 2);
        string[] junk = [
            "._x.jpg", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints/000-checkpoint.png", "@eaDir/000.png/thumb.jpg", "__MACOSX/._000.png"];
        string[] named = ["empty.jpg", "heic.jpg", "lfs.png", "notes.txt", "page.jpg", "scan.tif"];
        foreach (string name in junk)
        {
            SaveJpeg("dark", name);
        }

        File.WriteAllBytes(folder.File("dark", named[0]), []);
        File.WriteAllBytes(folder.File("dark", named[1]), [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[200]]);
        File.WriteAllText(folder.File("dark", named[2]), "version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 14\n");
        File.WriteAllText(folder.File("dark", named[3]), "no image");
        File.WriteAllText(folder.File("dark", named[4]), "<html>404</html>");
        File.WriteAllBytes(folder.File("dark", named[5]), [.. "II*\0"u8, .. new byte[200]]);
        File.WriteAllText(folder.File("labels.csv"), "a,b");
        File.WriteAllText(folder.File("docs", "readme.md"), "no class");

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal(["bright", "dark"], images.Classes);
        Assert.Equal([2, 2], images.All.CountsByClass);
        string[] reasons = ["the file is empty", "HEIC", "Git LFS", "not an image", "web page", "readme.md: not an image",
            "labels.csv: lies beside", "TIFF"];
        string[] said = [.. images.LeftOut.Select(file => $"{Path.GetFileName(file.Path)}: {file.Reason}")];
        Assert.Equal(8, said.Length);
        Assert.All(reasons, reason => Assert.Contains(said, line => line.Contains(reason, StringComparison.Ordinal)));
    }

    [Fact]
    public void Folders_that_cannot_be_entered_or_named_and_links_to_nowhere_are_named()
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // neither such names nor such permissions
        }

        MadeUpPictures.TwoClasses(folder, 2);
        string closed = Directory.CreateDirectory(folder.File("lost+found")).FullName;
        File.CreateSymbolicLink(folder.File("dark", "nowhere.jpg"), "/nowhere/at/all.jpg");
        Directory.CreateSymbolicLink(folder.File("dark", "up"), folder.Path);
        Directory.CreateSymbolicLink(folder.File("dark", "itself"), folder.File("dark", "itself"));
        using var shell =
            System.Diagnostics.Process.Start(
                "/bin/sh",
                ["-c", $"cd '{folder.Path}' && mkdir $(printf 'sch\\366n') && cp '{folder.File("dark", "000.png")}' $(printf 'sch\\366n')/"]);
        shell.WaitForExit();
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            ImageFolder images = ImageFolder.Open(folder.Path);

            Assert.Equal([2, 2], images.All.CountsByClass);
            string said = string.Join('\n', images.LeftOut.Select(file => $"{Path.GetFileName(file.Path)}: {file.Reason}"));
            Assert.Contains("nowhere.jpg: not found", said);
            Assert.Contains("up: a link to a folder that holds it", said);
            Assert.Contains("itself: ", said);
            Assert.Contains("n: this folder cannot be entered: it is gone, or its name is not UTF-8", said);
            // root may enter
            Assert.Equal(!Environment.IsPrivilegedProcess, said.Contains("lost+found: no permission", StringComparison.Ordinal));
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var remove = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"rm -r '{folder.Path}'/$(printf 'sch\\366n')"]);
            remove.WaitForExit();
        }
    }

    [Fact]
    public void A_class_without_a_usable_image_stays_a_class_and_is_refused_when_split()
    {
        MadeUpPictures.TwoClasses(folder, 20);
        File.WriteAllBytes(folder.File("iphone", "IMG_1.jpg"), [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[200]]);

        ImageFolder images = ImageFolder.Open(folder.Path);

        Assert.Equal([20, 20, 0], images.All.CountsByClass);
        string message = Assert.Throws<UserMistakeException>(() => images.Split()).Message;
        Assert.Contains("\"iphone\"", message);
        Assert.Contains("HEIC", message);
    }

    [Fact]
    public void Paths_may_be_relative_double_slashed_or_end_in_a_slash()
    {
        MadeUpPictures.Write(folder, "bright", 3, 190, prefix: Path.Combine("x", "train"));
        MadeUpPictures.Write(folder, "dark", 3, 60, prefix: Path.Combine("x", "train"));
        MadeUpPictures.Write(folder, "bright", 4, 190, prefix: Path.Combine("x", "val"));
        MadeUpPictures.Write(folder, "dark", 4, 60, prefix: Path.Combine("x", "val"));
        string root = folder.File("x", "y")[..^2], home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] spellings =
        [
            root, root + "/", $"{folder.Path}//x", $"{folder.Path}/./x/../x", Path.GetRelativePath(Directory.GetCurrentDirectory(), root),
            "~/" + Path.GetRelativePath(home, root),
        ];

        Assert.All(spellings, spelling =>
        {
            ImageFolder images = ImageFolder.Open(spelling);
            Assert.Equal(root, images.Root);
            Assert.Equal(6, images.Split(seed: 1).Training.Count);
        });
    }

    [Fact]
    public void Only_files_with_JFIF_in_their_first_ten_bytes_are_kept_when_asked()
    {
        MadeUpPictures.TwoClasses(folder, 2);
        SaveJpeg("bright", "a.jpg");
        SaveJpeg("dark", "b.jpg");

        ImageFolder images = ImageFolder.Open(folder.Path, onlyJfif: true);

        Assert.Equal(["a.jpg", "b.jpg"], images.All.Select(image => Path.GetFileName(image.Path)));
        Assert.Equal(4, images.LeftOut.Count(file => file.Reason == "no JFIF in its first ten bytes"));
    }

    [Fact]
    public void Taking_a_fraction_is_stratified_reproducible_and_leaves_one_per_class()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(folder, 20);

        ImageFolder first = images.Take(0.3, seed: 5);

        Assert.Equal([6, 6], first.All.CountsByClass);
        Assert.Equal(first.All, images.Take(0.3, seed: 5).All);
        Assert.NotEqual(first.All, images.Take(0.3, seed: 6).All);
        Assert.Equal([1, 1], images.Take(0.004, seed: 1).All.CountsByClass);
    }

    [Fact]
    public void A_number_of_images_keeps_the_share_of_each_class()
    {
        MadeUpPictures.Write(folder, "bright", 30, 190);
        MadeUpPictures.Write(folder, "dark", 12, 60);
        ImageSet all = ImageFolder.Open(folder.Path).All;

        Assert.Equal([5, 2], all.Take(7, seed: 1).CountsByClass);
        Assert.Equal([6, 2], all.Take(8, seed: 1).CountsByClass);
        Assert.Equal(all.Take(8, seed: 1), all.Take(8, seed: 1));
        Assert.NotEqual(all.Take(8, seed: 1), all.Take(8, seed: 2));
        Assert.Equal(all, all.Take(99, seed: 1));
    }

    [Fact]
    public void Labels_can_be_replaced()
    {
        ImageSet all = MadeUpPictures.TwoClasses(folder, 2).All, other = all.WithLabels([1, 0, 1, 0]);

        Assert.Equal(all.Select(image => image.Path), other.Select(image => image.Path));
        Assert.Equal([1, 0, 1, 0], other.Select(image => image.Label));
        Assert.Contains("4 images", Assert.Throws<UserMistakeException>(() => all.WithLabels([1])).Message);
        Assert.Contains("from 0 to 1", Assert.Throws<UserMistakeException>(() => all.WithLabels([0, 1, 2, 0])).Message);
    }

    [Fact]
    public void Some_files_can_be_left_out_with_a_reason()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(folder, 3);
        string gone = folder.File("bright", "000.png");

        ImageFolder fewer = images.Without([gone, Path.Combine("dark", "002.png")], "a copy");

        Assert.Equal([2, 2], fewer.All.CountsByClass);
        Assert.Equal(
            [(gone, "a copy"), (folder.File("dark", "002.png"), "a copy")], fewer.LeftOut.Select(file => (file.Path, file.Reason)));
        Assert.Equal(4, fewer.Without([gone], "again").All.Count);   // already out
        Assert.Contains("other.png", Assert.Throws<UserMistakeException>(() => images.Without(["other.png"], "")).Message);
    }

    [Fact]
    public void Mistakes_are_told_in_a_sentence_that_says_what_and_where()
    {
        string missing = Path.Combine(folder.Path, "nowhere");
        Assert.Contains(missing, Mistake(() => ImageFolder.Open(missing)));

        MadeUpPictures.Write(folder, "alone", 2, 100, prefix: "wrapper");
        Assert.Contains("at least two classes", Mistake(() => ImageFolder.Open(folder.Path)));

        MadeUpPictures.Write(folder, "other", 2, 200, prefix: "wrapper");
        Assert.Contains($"Did you mean {folder.File("wrapper", "x")[..^2]}?", Mistake(() => ImageFolder.Open(folder.Path)));

        ImageFolder images = ImageFolder.Open(folder.File("wrapper", "x")[..^2]);
        Assert.Contains("sum is 1", Mistake(() => images.Split(0.8, 0.1, 0.2)));
        Assert.Contains("sum is 1", Mistake(() => images.Split(double.NaN, 0.1, 0.1)));
        Assert.Contains("too few for this split", Mistake(() => images.Split()));
        Assert.Contains("fraction", Mistake(() => images.Take(0, 1)));

        static string Mistake(Action action) => Assert.Throws<UserMistakeException>(action).Message;
    }

    private void SaveJpeg(string className, string name)
    {
        using var image = new Image<Rgb24>(16, 16);
        using var stream = new MemoryStream();
        image.SaveAsJpeg(stream);
        File.WriteAllBytes(folder.File([className, .. name.Split('/')]), stream.ToArray());
    }
}
