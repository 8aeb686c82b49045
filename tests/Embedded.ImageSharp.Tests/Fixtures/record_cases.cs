#:package SixLabors.ImageSharp@3.1.12
#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false
#:property RestorePackagesWithLockFile=false

// Writes beside every file of a folder what the published package says of it (FILE.said) and, where it decodes it, the RGBA bytes
// (FILE.package); and the same for every operation on drawn.png (OPERATION.said, OPERATION.package). Called by record_cases.py.
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

string folder = args[0];
Dictionary<string, Action<IImageProcessingContext>> operations = new()
{
    ["Rotate(33.3)"] = x => x.Rotate(33.3f),
    ["Rotate(60)"] = x => x.Rotate(60f),
    ["Rotate(200,Triangle)"] = x => x.Rotate(200f, KnownResamplers.Triangle),
    ["Rotate(10,Lanczos3)"] = x => x.Rotate(10f, KnownResamplers.Lanczos3),
    ["Rotate(135,NearestNeighbor)"] = x => x.Rotate(135f, KnownResamplers.NearestNeighbor),
    ["Resize(Manual)"] = x => x.Resize(new ResizeOptions
    {
        Mode = ResizeMode.Manual, Size = new Size(20, 0), TargetRectangle = new Rectangle(-3, 4, 18, 7), PadColor = Color.White,
    }),
    ["Resize(40,30,Lanczos3)"] = x => x.Resize(40, 30, KnownResamplers.Lanczos3),
    ["Resize(-1,3)"] = x => x.Resize(-1, 3),
    ["Resize(0,0)"] = x => x.Resize(0, 0),
    ["Resize(Manual without target)"] = x => x.Resize(new ResizeOptions { Mode = ResizeMode.Manual, Size = new Size(9, 9) }),
    ["Crop(0,1)"] = x => x.Crop(0, 1),
};

foreach (string path in Directory.GetFiles(folder))
{
    Record(path, () => Image.Load<Rgba32>(path), () =>
    {
        ImageInfo info = Image.Identify(path);
        return $"{info.Width}x{info.Height}, orientation {Orientation(info.Metadata.ExifProfile)}";
    });
}

foreach ((string name, Action<IImageProcessingContext> operation) in operations)
{
    Record(Path.Combine(folder, name), () =>
    {
        Image<Rgba32> image = Image.Load<Rgba32>(Path.Combine(folder, "drawn.png"));
        image.Mutate(operation);
        return image;
    }, () => "");
}

static void Record(string path, Func<Image<Rgba32>> load, Func<string> identify)
{
    string decoded = Said(() =>
    {
        using Image<Rgba32> image = load();
        byte[] pixels = new byte[4 * image.Width * image.Height];
        image.CopyPixelDataTo(pixels);
        File.WriteAllBytes(path + ".package", pixels);
        return $"{image.Width}x{image.Height}, orientation {Orientation(image.Metadata.ExifProfile)}";
    });
    File.WriteAllText(path + ".said", $"{decoded}\n{Said(identify)}");
}

static string Said(Func<string> what)
{
    try
    {
        return what();
    }
    catch (Exception exception)
    {
        return exception.GetType().FullName!;
    }
}

static string Orientation(ExifProfile? profile) =>
    profile?.TryGetValue(ExifTag.Orientation, out IExifValue<ushort>? value) == true ? $"{value.Value}" : "none";
