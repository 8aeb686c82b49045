using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace TransferLearning.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Classes_are_the_sub_folders_in_order_and_pictures_are_sorted()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 3);

        Assert.Equal(["bright", "dark"], pictures.Classes);
        Assert.Equal(["000.png", "001.png", "002.png", "000.png", "001.png", "002.png"], pictures.Pictures.Select(picture => Path.GetFileName(picture.Path)));
        Assert.Equal([0, 0, 0, 1, 1, 1], pictures.Pictures.Select(picture => picture.Label));
    }

    [Fact]
    public void Unreadable_files_are_named_with_their_reason_and_left_out()
    {
        MadeUpPictures.TwoClasses(folder, 2);
        File.WriteAllText(folder.File("dark", "text.jpg"), "this is no picture");
        File.WriteAllBytes(folder.File("dark", "empty.jpg"), []);
        File.WriteAllText(folder.File("dark", "Thumbs.db"), "not even called a picture");

        ImageFolder pictures = ImageFolder.Open(folder.Path);

        Assert.Equal(4, pictures.Pictures.Count);
        Assert.Equal(["empty.jpg", "text.jpg"], pictures.LeftOut.Select(file => Path.GetFileName(file.Path)).Order());
        Assert.Equal("the file is empty", pictures.LeftOut.Single(file => file.Path.EndsWith("empty.jpg", StringComparison.Ordinal)).Reason);
        Assert.Contains("not a picture", pictures.LeftOut.Single(file => file.Path.EndsWith("text.jpg", StringComparison.Ordinal)).Reason, StringComparison.Ordinal);
    }

    /// <summary>The published package throws something else for each of them, and not only its own exceptions.</summary>
    [Fact]
    public void Damaged_files_of_every_kind_are_left_out_and_never_fatal()
    {
        MadeUpPictures.TwoClasses(folder, 2);
        byte[] png = File.ReadAllBytes(folder.File("dark", "000.png"));
        int data = png.AsSpan().IndexOf("IDAT"u8);
        using var image = new Image<Rgb24>(16, 16);
        using MemoryStream stream = new();
        image.SaveAsJpeg(stream);
        byte[] jpeg = stream.ToArray();
        int scan = jpeg.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xDA]);
        File.WriteAllBytes(folder.File("dark", "no-scan.jpg"), jpeg[..scan]);
        File.WriteAllBytes(folder.File("dark", "start-only.jpg"), [0xFF, 0xD8, 0xFF, 0xD9, .. new byte[20]]);
        File.WriteAllBytes(folder.File("dark", "no-header.png"), [.. png[..8], .. png[(data - 4)..]]);
        File.WriteAllBytes(folder.File("dark", "cut.png"), png[..(data + 20)]);
        byte[] noDeflate = [0x78, 0x9C, .. Enumerable.Repeat((byte)0xFF, 64)];
        byte[] checksum = [0x22, 0xBA, 0x89, 0x55];
        File.WriteAllBytes(folder.File("dark", "no-pixels.png"), [.. png[..(data - 4)], 0, 0, 0, 66, .. "IDAT"u8, .. noDeflate, .. checksum]);

        ImageFolder pictures = ImageFolder.Open(folder.Path);
        PixelCache cache = pictures.All.Pool.Pixels(32);

        string[] leftOut = [.. pictures.LeftOut.Concat(cache.LeftOut).Select(file => Path.GetFileName(file.Path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["cut.png", "no-header.png", "no-pixels.png", "no-scan.jpg", "start-only.jpg"], leftOut);
        Assert.All(pictures.LeftOut.Concat(cache.LeftOut), file => Assert.Contains("damaged", file.Reason, StringComparison.Ordinal));
        Assert.Equal(4, pictures.All.Batches(32, batchSize: 4).Sum(batch => { using (batch) { return (int)batch.Labels.shape[0]; } }));
    }

    [Fact]
    public void A_picture_that_cannot_be_decoded_any_more_is_left_out_of_batches()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 4);
        string gone = folder.File("dark", "002.png");
        File.Delete(gone);

        PixelCache cache = pictures.All.Pool.Pixels(32);

        LeftOutFile left = Assert.Single(cache.LeftOut);
        Assert.Equal(gone, left.Path);
        Assert.NotEmpty(left.Reason);
        Assert.Equal(7, pictures.All.Batches(32, batchSize: 3).Sum(batch => { using (batch) { return (int)batch.Labels.shape[0]; } }));
    }

    [Fact]
    public void Only_files_with_JFIF_in_their_first_ten_bytes_are_kept_when_asked()
    {
        MadeUpPictures.TwoClasses(folder, 2);
        using var image = new Image<Rgb24>(16, 16);
        image.SaveAsJpeg(folder.File("bright", "a.jpg"));
        image.SaveAsJpeg(folder.File("dark", "b.jpg"));

        ImageFolder pictures = ImageFolder.Open(folder.Path, onlyJfif: true);

        Assert.Equal(["a.jpg", "b.jpg"], pictures.Pictures.Select(picture => Path.GetFileName(picture.Path)));
        Assert.Equal(4, pictures.LeftOut.Count(file => file.Reason == "no JFIF in its first ten bytes"));
    }

    [Fact]
    public void Taking_a_fraction_is_stratified_and_reproducible()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 20);

        ImageFolder first = pictures.Take(0.3, seed: 5), second = pictures.Take(0.3, seed: 5), other = pictures.Take(0.3, seed: 6);

        Assert.Equal([6, 6], first.All.CountsByClass);
        Assert.Equal(first.Pictures, second.Pictures);
        Assert.NotEqual(first.Pictures, other.Pictures);
    }

    [Fact]
    public void A_split_is_stratified_reproducible_complete_and_without_overlap()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 20);

        Split split = pictures.Split(0.8, 0.1, 0.1, seed: 1), again = pictures.Split(0.8, 0.1, 0.1, seed: 1);

        Assert.Equal([16, 16], split.Training.CountsByClass);
        Assert.Equal([2, 2], split.Validation.CountsByClass);
        Assert.Equal([2, 2], split.Test.CountsByClass);
        Assert.Equal(pictures.Pictures.Order(ByPath), split.Parts.SelectMany(part => part).Order(ByPath));
        Assert.Equal(split.Test, again.Test);
        Assert.NotEqual(split.Test, pictures.Split(0.8, 0.1, 0.1, seed: 2).Test);
    }

    [Fact]
    public void A_folder_with_train_and_validation_keeps_its_own_parts()
    {
        foreach ((string part, int count) in new[] { ("train", 6), ("val", 4) })
        {
            MadeUpPictures.Write(folder, "bright", count, 190, prefix: part);
            MadeUpPictures.Write(folder, "dark", count, 60, prefix: part);
        }

        ImageFolder pictures = ImageFolder.Open(folder.Path);
        Split split = pictures.Split(0.8, 0.1, 0.1, seed: 1);

        Assert.True(pictures.IsAlreadySplit);
        Assert.Equal(["bright", "dark"], pictures.Classes);
        Assert.Equal([6, 6], split.Training.CountsByClass);
        Assert.Equal([2, 2], split.Validation.CountsByClass);   // the other half became the test part
        Assert.Equal([2, 2], split.Test.CountsByClass);
        Assert.All(split.Training, picture => Assert.Contains("train", picture.Path, StringComparison.Ordinal));
        Assert.Equal([3, 3], pictures.Take(0.5, seed: 1).Split(0.8, 0.1, 0.1, seed: 1).Training.CountsByClass);
    }

    [Fact]
    public void Mistakes_are_told_in_a_sentence_that_says_what_and_where()
    {
        string missing = Path.Combine(folder.Path, "nowhere");
        Assert.Contains(missing, Assert.Throws<UserMistakeException>(() => ImageFolder.Open(missing)).Message, StringComparison.Ordinal);

        MadeUpPictures.Write(folder, "alone", 2, 100);
        Assert.Contains("at least two classes", Assert.Throws<UserMistakeException>(() => ImageFolder.Open(folder.Path)).Message, StringComparison.Ordinal);

        MadeUpPictures.Write(folder, "other", 2, 200);
        ImageFolder pictures = ImageFolder.Open(folder.Path);
        Assert.Contains("sum is 1", Assert.Throws<UserMistakeException>(() => pictures.Split(0.8, 0.1, 0.2, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("validation", Assert.Throws<UserMistakeException>(() => pictures.Split(0.8, 0.1, 0.1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("fraction", Assert.Throws<UserMistakeException>(() => pictures.Take(0, 1)).Message, StringComparison.Ordinal);
    }

    private static readonly Comparer<Picture> ByPath = Comparer<Picture>.Create((a, b) => string.CompareOrdinal(a.Path, b.Path));

    [Fact]
    public void Some_of_the_classes_can_be_chosen_and_are_numbered_anew()
    {
        using var three = new TemporaryFolder();
        MadeUpPictures.Write(three, "a", 3, 60);
        MadeUpPictures.Write(three, "b", 4, 120);
        MadeUpPictures.Write(three, "c", 5, 190);

        ImageFolder two = ImageFolder.Open(three.Path).Only("c", "a");

        Assert.Equal(["a", "c"], two.Classes);
        Assert.Equal([3, 5], two.All.CountsByClass);
        Assert.All(two.Pictures, picture => Assert.Equal(two.Classes[picture.Label], Path.GetFileName(Path.GetDirectoryName(picture.Path))));
        Assert.Contains("no class \"d\"", Assert.Throws<UserMistakeException>(() => ImageFolder.Open(three.Path).Only("a", "d")).Message);
    }
}
