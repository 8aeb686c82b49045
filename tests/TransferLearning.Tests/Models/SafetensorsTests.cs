using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var scope = NewDisposeScope();
        string path = folder.File("a.safetensors");
        Safetensors.Write(
            path,
            new Dictionary<string, Tensor> { ["w"] = arange(6, float32).reshape(2, 3), ["n"] = tensor(7L) },
            new Dictionary<string, string> { ["seed"] = "42" });

        Dictionary<string, Tensor> read = WeightsFile.Read(path);

        Assert.Equal(["n", "w"], read.Keys.Order());
        Assert.Equal([2, 3], read["w"].shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], read["w"].data<float>().ToArray());
        Assert.Equal(7L, read["n"].item<long>());
        Assert.Equal("42", Safetensors.ReadMetadata(path)["seed"]);
    }

    [Fact]
    public void Half_precision_becomes_float32()
    {
        string path =
            Raw("""{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}""",
                [0x00, 0x3C, 0x00, 0xC0, 0x80, 0x3F]);
        Dictionary<string, Tensor> read = WeightsFile.Read(path);

        Assert.Equal([1f, -2f], read["h"].data<float>().ToArray());
        Assert.Equal([1f], read["b"].data<float>().ToArray());
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4)]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[8,4]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[1073741824],"data_offsets":[0,4294967296]}}""", 8)]
    [InlineData(
        """{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData(
        """{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[9223372036854775807,9223372036854775807]}}""", 8)]
    [InlineData("""{"w":{"dtype":"X9","shape":[2],"data_offsets":[0,8]}}""", 8, "type X9")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":7}""", 8)]
    [InlineData("""{"w":""", 8)]
    public void A_lying_header_is_refused_with_a_sentence(string header, int dataBytes, string said = "again")
    {
        string path = Raw(header, new byte[dataBytes]);

        Assert.Contains(said, Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(40)]
    public void A_file_that_is_cut_off_is_refused(int length)
    {
        string path = Raw("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));
    }

    [Fact]
    public void A_header_of_two_gigabytes_is_refused_before_anything_is_reserved()
    {
        string path = folder.File("lying.safetensors");
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 2L << 30);
        bytes[8] = (byte)'{';
        File.WriteAllBytes(path, bytes);

        Assert.Contains("cut off", Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_told_by_name()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = TransferModelTests.Small(["cat", "dog"]);
        var tensors = model.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key, entry => entry.Value);
        tensors.Remove("features.3.conv.2.weight");
        tensors["features.0.0.weight"] = zeros(1, 2);
        tensors["features.19.weight"] = zeros(1);
        tensors["classifier.1.weight"] = zeros(1);   // another head is not missed
        string path = folder.File("wrong.safetensors");
        Safetensors.Write(path, tensors);

        string message = Assert.Throws<UserMistakeException>(() => TransferModel.Create(model.Backbone, model.Classes, path, device: "cpu"))
            .Message;

        Assert.Contains("1 missing (features.3.conv.2.weight)", message, StringComparison.Ordinal);
        Assert.Contains("1 unexpected (features.19.weight)", message, StringComparison.Ordinal);
        Assert.Contains("features.0.0.weight (1×2 instead of 8×3×3×3)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_last_tensors_are_written_in_their_own_order_and_stay_as_they_are()
    {
        using var scope = NewDisposeScope();
        Tensor plain = arange(2 * 3 * 4 * 5, float32).reshape(2, 3, 4, 5), last = plain.permute(0, 2, 3, 1).contiguous()
            .permute(0, 3, 1, 2);
        string path = folder.File("a.safetensors");

        Safetensors.Write(path, new Dictionary<string, Tensor> { ["w"] = last });

        Assert.Equal(plain.data<float>().ToArray(), WeightsFile.Read(path)["w"].data<float>().ToArray());
        Assert.False(last.is_contiguous());
    }

    [Fact]
    public void Every_kind_of_number_is_read_and_unknown_ones_only_matter_when_they_are_wanted()
    {
        using var scope = NewDisposeScope();
        string path = Raw(
            """
            {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"t":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]},
            "i":{"dtype":"I32","shape":[1],"data_offsets":[11,15]},"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[15,16]}}
            """,
            [.. BitConverter.GetBytes(0.5), 1, 0, 1, .. BitConverter.GetBytes(-7), 0]);

        Dictionary<string, Tensor> read = WeightsFile.Read(path, names => names.Where(name => name != "x"));

        Assert.Equal([0.5f], read["d"].data<float>().ToArray());
        Assert.Equal([1L, 0, 1], read["t"].data<long>().ToArray());
        Assert.Equal([-7L], read["i"].data<long>().ToArray());
        Assert.Contains(
            "type F8_E4M3", Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 9062504\n", "LFS")]
    [InlineData("<!DOCTYPE html><html><head><title>Sign in</title></head></html>", "web page")]
    [InlineData("", "empty")]
    public void What_is_something_else_is_called_what_it_is(string contents, string reason)
    {
        string path = folder.File("weights.safetensors");
        File.WriteAllText(path, contents);

        Assert.All(new Action[] { () => Safetensors.ReadMetadata(path), () => WeightsFile.Read(path), () =>
            Backbone.OfWeights(path), () => TransferModel.Load(path) },
            read => Assert.Contains(reason, Assert.Throws<UserMistakeException>(read).Message, StringComparison.Ordinal));
    }

    private string Raw(string header, byte[] data)
    {
        string path = folder.File("raw.safetensors");
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data]);
        return path;
    }
}
