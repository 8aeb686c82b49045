using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using static System.FormattableString;

namespace TransferLearning;

/// <summary>Images in a grid with a caption each; shown as HTML in notebooks and pages.</summary>
public sealed class ImageGrid
{
    private const int Pixels = 160, Shown = 112; // sharp on fine screens, too

    private readonly (string Picture, string Caption, string Color)[] _tiles;

    private ImageGrid(string title, IEnumerable<(string Picture, string Caption, string Color)> tiles) =>
        (Title, _tiles) = (title, [.. tiles]);

    /// <summary>What it shows, in a line.</summary>
    public string Title { get; }

    /// <summary>Some images of each class in turn, evenly chosen over the part.</summary>
    public static ImageGrid Samples(ImageSet images, int count = 12, string? title = null)
    {
        ImageFile[][] classes = [.. images.GroupBy(image => image.Label).OrderBy(group => group.Key).Select(group => group.ToArray())];
        int each = classes.Length == 0 ? 0 : (count + classes.Length - 1) / classes.Length;
        IEnumerable<ImageFile> chosen = Enumerable.Range(0, each)
            .SelectMany(i => classes.Where(own => i < own.Length)
                .Select(own => own[(int)((long)i * own.Length / Math.Min(each, own.Length))])).Take(count);
        return new ImageGrid(
            title ?? Invariant($"Some of the {images.Count:N0} {images.Name} images"),
            chosen.Select(image => (Thumbnail(image.Path), images.Classes[image.Label], Palette.OfSeries(image.Label))));
    }

    /// <summary>The most confident mistakes: what the model says, how sure it is, and the truth.</summary>
    public static ImageGrid Mistakes(Evaluation evaluation, int count = 12, string? title = null)
    {
        int all = evaluation.Mistakes.Count;
        string which = all == 0 ? "No mistake" : all > count ? Invariant($"The {count} most confident of {all:N0} mistakes")
            : Invariant($"All {all:N0} mistakes");
        return new ImageGrid(
            title ?? Invariant($"{which} in {evaluation.Predictions.Count:N0} images"),
            evaluation.Mistakes.Take(count).Select(mistake => (
                Thumbnail(mistake.Image.Path),
                $"{mistake.ClassName} {ChartParts.Percent(mistake.Confidence)}\ntruth: {evaluation.Classes[mistake.Image.Label]}",
                Palette.Vermilion)));
    }

    /// <summary>Each image and beside it its Grad-CAM heat: the lighter, the more a place speaks for the answer.</summary>
    public static ImageGrid GradCam(TransferModel model, IReadOnlyList<ImageFile> images, string? title = null) => new(
        title ?? "Where the network looks: the lighter, the more a place speaks for the answer",
        images.SelectMany<ImageFile, (string, string, string)>(image =>
        {
            Prediction prediction = model.Predict(image.Path);
            using Tensor pixels = ImageDecoder.Load(image.Path, model.ImageSize);
            float[,] heat = TransferLearning.GradCam.Of(model, pixels, prediction.Label);
            string caption = $"{prediction.ClassName} {ChartParts.Percent(prediction.Confidence)}"
                + (image.Label >= 0 && image.Label < prediction.Classes.Count ? $"\ntruth: {prediction.Classes[image.Label]}" : "");
            return
            [
                (Thumbnail(image.Path, ResizeMode.Stretch), caption, Palette.Ink),
                (Thumbnail(image.Path, ResizeMode.Stretch, picture => Cover(picture, heat)), "its Grad-CAM", Palette.Muted),
            ];
        }));

    /// <summary>Images out of a tensor, uint8 or float 0–255, N×3×H×W (augmented ones, for instance).</summary>
    public static ImageGrid OfTensor(Tensor images, IReadOnlyList<string> captions, string? title = null)
    {
        UserMistakeException.ThrowIf(images.dim() != 4 || images.shape[1] != 3,
            $"ImageGrid.OfTensor takes N×3×H×W, not {string.Join("×", images.shape)}: a single image gets its N by unsqueeze(0).");

        using DisposeScope scope = torch.NewDisposeScope();
        byte[] values = [.. images.detach().cpu().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous().data<byte>()];
        int height = (int)images.shape[2], width = (int)images.shape[3], length = 3 * height * width;
        return new ImageGrid(
            title ?? Invariant($"{images.shape[0]:N0} images"),
            values.Chunk(length).Select((pixels, i) =>
            {
                using Image<Rgb24> picture = Image.LoadPixelData<Rgb24>(pixels, width, height);
                return (picture.ToBase64String(JpegFormat.Instance), i < captions.Count ? captions[i] : "", Palette.Ink);
            }));
    }

    /// <summary>The grid as HTML that needs no other file.</summary>
    public string ToHtml() => "<figure style=\"margin:0;max-width:720px\">"
        + $"<figcaption><strong>{HtmlTable.Encode(Title)}</strong></figcaption>"
        + "<div style=\"display:flex;flex-wrap:wrap;gap:8px;margin-top:8px\">"
        + string.Concat(_tiles.Select(tile => $"<div style=\"width:{Shown}px;font-size:12px;line-height:1.3;overflow-wrap:anywhere\">"
            + (tile.Picture == "" ? $"<div style=\"height:{Shown}px;border:1px solid {Palette.Grid}\">no picture</div>"
                : $"<img src=\"{tile.Picture}\" width=\"{Shown}\" height=\"{Shown}\" "
                    + $"alt=\"{HtmlTable.Encode(tile.Caption.Replace("\n", ", "))}\">")
            + $"<div style=\"border-top:3px solid {tile.Color};padding-top:2px\">{HtmlTable.Encode(tile.Caption)}</div></div>"))
        + "</div></figure>";

    /// <summary>A small square of a picture file; empty where it cannot be read.</summary>
    private static string Thumbnail(string path, ResizeMode mode = ResizeMode.Crop, Action<Image<Rgb24>>? change = null)
    {
        try
        {
            using Image<Rgb24> picture = Image.Load<Rgb24>(path);
            picture.Mutate(context => context.AutoOrient().Resize(new ResizeOptions { Size = new(Pixels, Pixels), Mode = mode }));
            change?.Invoke(picture);

            // What a camera wrote beside the pixels (place, date, a preview) has no business in a page.
            (picture.Metadata.ExifProfile, picture.Metadata.XmpProfile) = (null, null);
            return picture.ToBase64String(JpegFormat.Instance);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ImageFormatException or ArgumentException)
        {
            return "";
        }
    }

    /// <summary>The picture in grey under its heat, from violet over orange to yellow: ever lighter, for every eye.</summary>
    private static void Cover(Image<Rgb24> picture, float[,] heat)
    {
        using Image<Rgba32> cover = new(heat.GetLength(1), heat.GetLength(0));
        for (int y = 0; y < cover.Height; y++)
        {
            for (int x = 0; x < cover.Width; x++)
            {
                double warmth = Math.Clamp(heat[y, x], 0, 1);
                byte Mix(double cold, double warm, double hot) => (byte)Math.Round(
                    warmth < 0.5 ? cold + ((warm - cold) * 2 * warmth) : warm + ((hot - warm) * ((2 * warmth) - 1)));
                cover[x, y] = new Rgba32(Mix(106, 226, 255), Mix(44, 96, 240), Mix(140, 60, 110), (byte)(191 * warmth));
            }
        }

        cover.Mutate(context => context.Resize(picture.Width, picture.Height, KnownResamplers.Triangle));
        picture.Mutate(context => context.Grayscale(GrayscaleMode.Bt601).Brightness(0.8f).DrawImage(cover, 1));
    }
}
