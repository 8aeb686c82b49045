using System.Text;
using System.Text.Json;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;
using TransferLearning;
using static TorchSharp.torch;

namespace Lab.Tests;

/// <summary>What people who train on their own images have run into, by public bug reports, as the command line answers it.</summary>
public sealed class RealFoldersTests : Inputs
{
    private string? weights;

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public async Task Small_images_are_trained_on(int imageSize)
    {
        (int status, string said) = await CompareAsync(Two("images", 20, size: 32), "out", "--image-size", $"{imageSize}");

        Assert.True(status == 0, said);
    }

    [Fact]
    public async Task A_corrected_label_a_renamed_class_and_a_merged_one_are_each_trained_anew()
    {
        for (int i = 0; i < 60; i++)
        {
            Save(Striped(i < 20 ? 'a' : 'b', i), "images", i < 20 ? "apple" : i < 40 ? "banana" : "cherry", $"IMG_{i:0000}.jpg");
        }

        Assert.Equal(0, (await CompareAsync(In("images"), "out")).Status);
        Assert.Contains("of them reused", (await CompareAsync(In("images"), "out")).Said, StringComparison.Ordinal);

        File.Move(In("images", "apple", "IMG_0019.jpg"), In("images", "banana", "IMG_0019.jpg"));
        await AssertTrainedAnewAsync();

        Directory.Move(In("images", "apple"), In("images", "anna"));
        await AssertTrainedAnewAsync();
        (_, string answer, _) = await CapturedConsole.RunAsync(
            "predict", In("images", "anna", "IMG_0003.jpg"), "--model", In("out", "frozen-42.safetensors"));
        Assert.DoesNotContain("apple", answer, StringComparison.Ordinal);

        foreach (string path in Directory.GetFiles(In("images", "cherry")))
        {
            File.Move(path, In("images", "banana", Path.GetFileName(path)));
        }

        Directory.Delete(In("images", "cherry"));
        await AssertTrainedAnewAsync();

        async Task AssertTrainedAnewAsync()
        {
            (int status, string said) = await CompareAsync(In("images"), "out");
            Assert.True(status == 0, said);
            Assert.DoesNotContain("of them reused", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_class_of_files_that_cannot_be_read_is_named()
    {
        Two("images", 20);
        for (int i = 0; i < 20; i++)
        {
            Write([0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[200]], "images", "c", $"IMG_{i:0000}.jpg");
        }

        (_, string said) = await CompareAsync(In("images"), "out");

        Assert.Contains("HEI", said, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("\\bc\\b", said.Replace(Folder, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nested_folders_and_unusual_endings_are_read()
    {
        Two("images", 15);
        for (int i = 0; i < 5; i++)
        {
            Save(Striped('a', 100 + i), "images", "a", "more", $"{i}.jpg");
            Save(Striped('b', 200 + i), "images", "dog", "beagle", $"{i}.jpg");
            Save(Striped('b', 300 + i), "images", "dog", "pug", $"download ({i})");
            Save(Striped('b', 400 + i), "images", "dog", $"image {i}.jfif");
            Save(Striped('b', 500 + i), "images", "dog", $"IMAGE{i}.JPE");
        }

        (int status, string said) = await CompareAsync(In("images"), "out");

        Assert.True(status == 0, said);
        Assert.Contains("55 images of a, b, dog", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flat test", 0, "")]             // a test part without labels: cut from the others, or said
    [InlineData("test unknown", 2, "unknown")]
    [InlineData("train and test", 0, "")]
    [InlineData("kaggle", 2, "")]
    [InlineData("val and valid", 0, "")]
    [InlineData("case", 2, "cat")]
    [InlineData("form", 2, "Café")]
    public async Task Ready_made_splits_are_used_or_refused_in_a_sentence(string layout, int expected, string named)
    {
        string root = In("images");
        switch (layout)
        {
            case "flat test" or "test unknown":
                Two("images/train", 15);
                Two("images/validation", 8, 50);
                for (int i = 0; i < 8; i++)
                {
                    Save(Striped("ab"[i % 2], 200 + i), "images", "test", layout == "flat test" ? "." : "unknown", $"{i}.jpg");
                }

                break;
            case "train and test":
                Two("images/training_set", 15);
                Two("images/test_set", 8, 50);
                break;
            case "kaggle":
                for (int i = 0; i < 40; i++)
                {
                    Save(Striped("ab"[i % 2], i), "images", "train", $"{(i % 2 == 0 ? "cat" : "dog")}.{i}.jpg");
                    Save(Striped("ab"[i % 2], 100 + i), "images", "test", $"{i}.jpg");
                }

                break;
            case "val and valid":
                string[] parts = ["train", "val", "valid", "test"];
                foreach ((int index, string part) in parts.Index())
                {
                    Two($"images/{part}", 12, 20 * index);
                }

                break;
            default:
                (string first, string second) = layout == "case"
                    ? ("Cat", "cat")
                    : ("Café".Normalize(NormalizationForm.FormC), "Café".Normalize(NormalizationForm.FormD));
                (string, string, int)[] places = [("train", first, 0), ("validation", second, 50), ("test", second, 80)];
                foreach ((string part, string name, int start) in places)
                {
                    for (int i = start; i < start + 10; i++)
                    {
                        Save(Striped('a', i), "images", part, name, $"{i}.jpg");
                        Save(Striped('b', i), "images", part, "other", $"{i}.jpg");
                    }
                }

                break;
        }

        (int status, string said) = await CompareAsync(root, "out");

        Assert.True(status == expected, said);
        Assert.Contains(named.Normalize(), said.Normalize(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_of_one_train_or_are_named()
    {
        (int status, string said) = await CompareAsync(Two("images", 10), "out", "--batch-size", "1");

        Assert.True(status == 0 || said.Contains("batch", StringComparison.Ordinal), said);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    [InlineData("module.backbone.")]
    public async Task Weights_under_a_prefix_are_found(string prefix)
    {
        string path = Rewrite(prefix + "weights.safetensors", entry => (prefix + entry.Key, entry.Value));

        (int status, string said) = await CompareAsync(Two("images", 12), "out", "--weights", path, "--backbone", "mobilenet_v2");

        Assert.True(status == 0, said);
    }

    [Fact]
    public async Task Weights_that_are_not_numbers_are_named()
    {
        const string Bad = "features.5.conv.1.1.running_var";
        string path = Rewrite("nan.safetensors", entry => (entry.Key, entry.Key == Bad ? entry.Value * float.NaN : entry.Value));

        (int status, string said) = await CompareAsync(Two("images", 12), "out", "--weights", path);

        Assert.Equal(2, status);
        Assert.Contains(Bad, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_broken_file_does_not_silence_the_others()
    {
        Assert.Equal(0, (await CompareAsync(Two("images", 12), "out")).Status);
        Write("<html>404</html>"u8, "fetched.jpg");
        string[] good = [.. Enumerable.Range(0, 3).Select(i => Save(Striped('a', 700 + i), $"[good]{i}.jpg"))];

        (int status, string answers, string error) =
            await CapturedConsole.RunAsync("predict", good[0], In("fetched.jpg"), good[1], good[2]);

        Assert.Equal(1, status);
        Assert.Equal(3, answers.Split("[good]").Length - 1);
        Assert.Contains("fetched.jpg", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_whose_data_end_early_are_named()
    {
        Two("images", 15);
        for (int i = 0; i < 3; i++)
        {
            using MemoryStream whole = new();
            using Image<Rgb24> image = Striped('b', 900 + i, 200, 200);
            image.Save(whole, new JpegEncoder());
            Write(whole.ToArray().AsSpan(0, (int)(whole.Length / 5)), "images", "b", $"cut{i}.jpg");
        }

        Assert.Contains("cut0", (await CompareAsync(In("images"), "out")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_on_both_sides_of_a_split_are_told_on_the_console_and_on_the_page()
    {
        for (int i = 0; i < 30; i++)
        {
            for (int copy = 0; copy < 4; copy++)
            {
                Save(Noise(i), "images", $"{"ab"[i % 2]}", $"{i}_{copy}.jpg");
            }
        }

        string said = (await CompareAsync(In("images"), "out")).Said;

        Assert.Matches("cop(y|ies)|same pixels", said);
        Assert.Matches("cop(y|ies)|same pixels", File.ReadAllText(In("out", "report.html")));
    }

    [Fact]
    public async Task The_largest_class_is_told_where_classes_are_uneven()
    {
        for (int i = 0; i < 100; i++)
        {
            Save(Noise(i), "images", i < 90 ? "ok" : "scratch", $"{i}.jpg");
        }

        string said = (await CompareAsync(In("images"), "out")).Said;

        Assert.Contains("always", said, StringComparison.Ordinal);
        Assert.Contains("90", said[said.IndexOf("always", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_power_cut_left_is_made_again()
    {
        string images = Two("images", 12);
        Assert.Equal(0, (await CompareAsync(images, "out")).Status);
        string before = Strategies();
        string[] kept = Directory.GetFiles(In("out", "runs"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(kept);
        foreach (string path in kept)
        {
            File.WriteAllBytes(path, []);
        }

        string[] pixels = Directory.GetFiles(In("cache"), "*.pixels");
        Assert.NotEmpty(pixels);
        foreach (string path in pixels)
        {
            File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
        }

        (int status, string said) = await CompareAsync(images, "out");

        Assert.True(status == 0, said);
        Assert.DoesNotContain("of them reused", said, StringComparison.Ordinal);
        Assert.Equal(before, Strategies());

        string Strategies()
        {
            using JsonDocument results = JsonDocument.Parse(File.ReadAllText(In("out", "results.json")));
            return results.RootElement.GetProperty("strategies").GetRawText();
        }
    }

    private async Task<(int Status, string Said)> CompareAsync(string images, string output, params string[] more)
    {
        weights ??= Weights();
        string[] usual =
            ["--data", images, "--weights", weights, "--image-size", "32", "--epochs", "2", "--strategies", "frozen", "--output",
                In(output)];
        IEnumerable<string> kept = usual.Chunk(2).Where(option => !more.Contains(option[0])).SelectMany(option => option);
        (int status, string said, string error) = await CapturedConsole.RunAsync(["compare", .. kept, .. more]);
        return (status, said + error);
    }

    private void Write(ReadOnlySpan<byte> bytes, params string[] place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(place))!);
        File.WriteAllBytes(In(place), bytes);
    }

    private string Rewrite(string name, Func<KeyValuePair<string, Tensor>, (string Key, Tensor Value)> change)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, string> notes = new() { ["backbone"] = "mobilenet_v2", ["width"] = "0.25", ["image_size"] = "32" };
        Safetensors.Write(
            In(name), WeightsFile.Read(Weights()).Select(change).ToDictionary(entry => entry.Key, entry => entry.Value), notes);
        return In(name);
    }
}
