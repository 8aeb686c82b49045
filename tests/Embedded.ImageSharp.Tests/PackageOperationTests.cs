using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Embedded.ImageSharp.Tests;

/// <summary>Turning and resizing against the pixels and the exceptions of the published package (Fixtures/record_cases.py).</summary>
public sealed class PackageOperationTests
{
    private static readonly Dictionary<string, byte[]> Recorded = Fixtures.Read("cases.zip");

    private static readonly Dictionary<string, Action<IImageProcessingContext>> Operations = new()
    {
        ["Rotate(33.3)"] = x => x.Rotate(33.3f),
        ["Rotate(60)"] = x => x.Rotate(60f),
        ["Rotate(200,Triangle)"] = x => x.Rotate(200f, KnownResamplers.Triangle),
        ["Rotate(10,Lanczos3)"] = x => x.Rotate(10f, KnownResamplers.Lanczos3),
        ["Rotate(135,NearestNeighbor)"] = x => x.Rotate(135f, KnownResamplers.NearestNeighbor),
        ["Resize(Manual)"] = x => x.Resize(new ResizeOptions
        {
            Mode = ResizeMode.Manual,
            Size = new Size(20, 0),
            TargetRectangle = new Rectangle(-3, 4, 18, 7),
            PadColor = Color.White,
        }),
        ["Resize(40,30,Lanczos3)"] = x => x.Resize(40, 30, KnownResamplers.Lanczos3),
        ["Resize(-1,3)"] = x => x.Resize(-1, 3),
        ["Resize(0,0)"] = x => x.Resize(0, 0),
        ["Resize(Manual without target)"] = x => x.Resize(new ResizeOptions { Mode = ResizeMode.Manual, Size = new Size(9, 9) }),
        ["Crop(0,1)"] = x => x.Crop(0, 1),
    };

    public static TheoryData<string> Names() => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_does_what_it_does_in_the_published_package(string name)
    {
        byte[]? pixels = null;
        string said = PackageCaseTests.Said(() =>
        {
            using Image<Rgba32> image = Image.Load<Rgba32>(Recorded["drawn.png"]);
            image.Mutate(Operations[name]);
            pixels = Pictures.Bytes(image);
            return PackageCaseTests.Describe(image.Size, image.Metadata.ExifProfile);
        });

        Assert.Equal(System.Text.Encoding.UTF8.GetString(Recorded[name + ".said"]), said + "\n");
        Assert.Equal(Recorded.ContainsKey(name + ".package"), pixels is not null);
        if (pixels is not null)
        {
            Assert.Equal(0, PackageCaseTests.ShareOfOtherBytes(Recorded[name + ".package"], pixels));
        }
    }

    [Fact]
    public void No_recorded_operation_is_left_out() =>
        Assert.Equal(
            Recorded.Keys.Where(name => name.EndsWith(").said", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Operations.Keys.Select(name => name + ".said").Order(StringComparer.Ordinal));
}
