#:package SixLabors.ImageSharp@3.1.12
#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false
#:property RestorePackagesWithLockFile=false

// Writes beside every JPEG of a folder the RGB bytes that the published package decodes it to. Called by record_package.py.
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

foreach (string path in Directory.GetFiles(args[0], "*.jpg"))
{
    using Image<Rgb24> image = Image.Load<Rgb24>(path);
    byte[] pixels = new byte[3 * image.Width * image.Height];
    image.CopyPixelDataTo(pixels);
    File.WriteAllBytes(Path.ChangeExtension(path, ".package"), pixels);
}
