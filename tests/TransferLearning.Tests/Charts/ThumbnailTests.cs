using System.Xml.Linq;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;

namespace TransferLearning.Tests.Charting;

public sealed class ThumbnailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thumbnails").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Is_the_middle_of_the_picture_as_a_square()
    {
        // Red, a green square in the middle, red: what remains is green.
        string path = Striped("wide.png", 90, 30);
        using Image<Rgb24> thumbnail = Decode(Thumbnail.DataUri(path, 24)!);
        Assert.Equal(new Size(24, 24), thumbnail.Size);
        foreach ((int x, int y) in new[] { (3, 3), (12, 12), (20, 20) })
        {
            Rgb24 pixel = thumbnail[x, y];
            Assert.InRange(pixel.G, 180, 255);
            Assert.InRange(pixel.R, 0, 40);
        }
    }

    [Fact]
    public void A_file_that_is_no_picture_gives_none()
    {
        string path = Path.Combine(_folder, "text.jpg");
        File.WriteAllText(path, "not a picture");
        Assert.Null(Thumbnail.DataUri(path, 24));
        Assert.Null(Thumbnail.DataUri(Path.Combine(_folder, "missing.jpg"), 24));
    }

    [Fact]
    public void A_grid_holds_its_pictures_inside_itself()
    {
        Picture[] pictures = [.. Enumerable.Range(0, 4).Select(i => new Picture(Striped($"{i}.png", 40, 40), i % 2))];
        var grid = new SvgPicture(Charts.SampleGrid(pictures, MadeUp.CatAndDog));
        XElement[] images = [.. grid.All("image")];
        Assert.Equal(4, images.Length);
        Assert.All(images, image => Assert.StartsWith("data:image/", image.Attribute("href")!.Value, StringComparison.Ordinal));
        Assert.Equal(["cat", "dog", "cat", "dog"], grid.Texts.Where(t => t is "cat" or "dog"));
        Assert.Equal(4, images.Select(i => (i.Attribute("x")!.Value, i.Attribute("y")!.Value)).Distinct().Count());
    }

    [Fact]
    public void Where_a_heat_map_is_hot_the_picture_is_yellow_and_elsewhere_grey()
    {
        float[,] heat = { { 1, 0 }, { 0, 0 } };
        using Image<Rgb24> covered = Decode(HeatThumbnail.DataUri(Striped("heat.png", 30, 30), 32, heat)!);
        Rgb24 hot = covered[3, 3], cold = covered[28, 28];
        Assert.True(hot.R > hot.B + 60 && hot.G > hot.B + 60, $"{hot}");
        Assert.InRange(Math.Max(cold.R, Math.Max(cold.G, cold.B)) - Math.Min(cold.R, Math.Min(cold.G, cold.B)), 0, 12);
    }

    [Fact]
    public void A_heat_map_is_read_between_the_middles_of_its_cells()
    {
        float[,] heat = { { 0, 1 }, { 0, 1 } };
        Assert.Equal(0, HeatThumbnail.At(heat, 0.5, 0.1), 9);
        Assert.Equal(0.5, HeatThumbnail.At(heat, 0.5, 0.5), 9);
        Assert.Equal(1, HeatThumbnail.At(heat, 0.5, 0.9), 9);
    }

    [Fact]
    public void A_grad_cam_grid_shows_each_picture_without_and_with_its_heat()
    {
        (Picture, float[,], string)[] maps = [.. Enumerable.Range(0, 3).Select(i => (new Picture(Striped($"h{i}.png", 40, 30), 0), new float[5, 5], $"cat {i}"))];
        var grid = new SvgPicture(Charts.GradCam(maps));
        Assert.Equal(6, grid.All("image").Count());
        Assert.Equal(["cat 0", "cat 1", "cat 2"], grid.Texts.Where(t => t.StartsWith("cat ", StringComparison.Ordinal)));
    }

    private static Image<Rgb24> Decode(string uri) =>
        Image.Load<Rgb24>(Convert.FromBase64String(uri[(uri.IndexOf(',', StringComparison.Ordinal) + 1)..]));

    private string Striped(string name, int width, int height)
    {
        string path = Path.Combine(_folder, name);
        using var image = new Image<Rgb24>(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bool middle = Math.Abs((2 * x) + 1 - width) < height;
                image[x, y] = middle ? new Rgb24(0, 220, 0) : new Rgb24(220, 0, 0);
            }
        }

        image.SaveAsPng(path);
        return path;
    }
}
