using System.Diagnostics;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>three-ways.cs as a reader runs it: started in a folder of their own, on their images and weights.</summary>
public sealed partial class ThreeWaysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("three-ways-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_trains_the_three_ways_on_images_and_weights_named_from_the_reader_s_folder()
    {
        foreach (string kind in new[] { "cat", "dog" })
        {
            string images = Directory.CreateDirectory(Path.Combine(_folder.FullName, "pets", kind)).FullName;
            foreach (int seed in Enumerable.Range(100, 10))
            {
                File.Copy(Sample.DrawOne(kind, seed), Path.Combine(images, $"{seed}.png"));
            }
        }

        using (TransferModel model = TransferModel.Create(Backbone.MobileNetV2, ["cat", "dog"], seed: 1))
        {
            Safetensors.Write(Path.Combine(_folder.FullName, "weights.safetensors"), model.state_dict());
        }

        (int status, string output, string error) = await Programs.EndAsync(Start("pets", "weights.safetensors"));

        Assert.True(status == 0, output + error);
        string[] lines = [.. output.Split('\n').Select(line => line.Split('\r')[^1])];   // what stays of each line
        const string Parts = "16 training, 2 validation, 2 test images of cat, dog; on ";
        Assert.Contains(lines, line => line.StartsWith(Parts, StringComparison.Ordinal));
        Match[] rows = [.. lines.Select(line => Row().Match(line)).Where(row => row.Success)];
        Assert.Equal(
            [("from scratch", "2,225,153"), ("frozen", "1,281"), ("fine-tuned", "1,919,169")],   // counted with torchvision
            rows.Select(row => (row.Groups["name"].Value, row.Groups["count"].Value)));
        Assert.All(
            rows.SelectMany(row => row.Groups["accuracy"].Captures),
            accuracy => Assert.InRange(double.Parse(accuracy.Value, System.Globalization.CultureInfo.InvariantCulture), 0, 1));
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("Give a folder of images and a weights file, or nothing for drawings.", "pets")]
    [InlineData("There is no folder ", "pets", "weights.safetensors")]
    public async Task A_mistake_is_told_in_a_sentence(string said, params string[] arguments)
    {
        (int status, _, string error) = await Programs.EndAsync(Start(arguments));

        Assert.Equal(2, status);
        Assert.StartsWith(said, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private Process Start(params string[] arguments) => Programs.Start(
        KernelProcess.Dotnet, ["run", "-c", "Release", Checkout.PathOf("notebooks/three-ways.cs"), "--", .. arguments], _folder.FullName,
        ("LC_ALL", "C"));

    [GeneratedRegex(
        @"^(?<name>\S+( \S+)*) +(?<count>[\d,]+) trainable parameters +[\d.]+ s"
        + @"( +(training|validation|test) (?<accuracy>\d\.\d{3})){3}$")]
    private static partial Regex Row();
}
