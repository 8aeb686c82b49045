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

        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(path);

        Assert.Equal(["n", "w"], read.Keys.Order());
        Assert.Equal([2, 3], read["w"].shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], read["w"].data<float>().ToArray());
        Assert.Equal(7L, read["n"].item<long>());
        Assert.Equal("42", Safetensors.ReadMetadata(path)["seed"]);
    }

    [Fact]
    public void Half_precision_becomes_float32()
    {
        string path = Raw("""{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}""", [0x00, 0x3C, 0x00, 0xC0, 0x80, 0x3F]);
        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(path);

        Assert.Equal([1f, -2f], read["h"].data<float>().ToArray());
        Assert.Equal([1f], read["b"].data<float>().ToArray());
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "does not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[8,4]}}""", 8, "does not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}""", 8, "malformed")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1073741824],"data_offsets":[0,4294967296]}}""", 8, "does not fit")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlaps")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlaps")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "does not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[9223372036854775807,9223372036854775807]}}""", 8, "does not fit")]
    [InlineData("""{"w":{"dtype":"X9","shape":[2],"data_offsets":[0,8]}}""", 8, "type X9")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""", 8, "malformed")]
    [InlineData("""{"w":7}""", 8, "malformed")]
    [InlineData("""[1,2]""", 8, "not a JSON object")]
    [InlineData("""{"w":""", 8, "not JSON")]
    public void A_lying_header_is_refused_with_a_sentence(string header, int dataBytes, string said)
    {
        string path = Raw(header, new byte[dataBytes]);

        Assert.Contains(said, Assert.Throws<UserMistakeException>(() => Safetensors.Read(path)).Message, StringComparison.Ordinal);
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

        Assert.Throws<UserMistakeException>(() => Safetensors.Read(path));
    }

    [Fact]
    public void A_header_of_two_gigabytes_is_refused_before_anything_is_reserved()
    {
        string path = folder.File("lying.safetensors");
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 2L << 30);
        File.WriteAllBytes(path, bytes);

        Assert.Contains("claims", Assert.Throws<UserMistakeException>(() => Safetensors.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_told_by_name()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = TransferModelTests.Small(["cat", "dog"]);
        var tensors = model.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => entry.Value);
        tensors.Remove("features.3.conv.2.weight");
        tensors["features.0.0.weight"] = zeros(1, 2);
        tensors["stranger"] = zeros(1);
        string path = folder.File("wrong.safetensors");
        Safetensors.Write(path, tensors);

        string message = Assert.Throws<UserMistakeException>(() => TransferModel.Create(model.Backbone, model.Classes, Weights.FromFile(path))).Message;

        Assert.Contains("1 missing (features.3.conv.2.weight)", message, StringComparison.Ordinal);
        Assert.Contains("1 unexpected (stranger)", message, StringComparison.Ordinal);
        Assert.Contains("features.0.0.weight (1×2 instead of 8×3×3×3)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_model_gives_the_same_logits_when_it_is_loaded()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = TransferModelTests.Small(["cat", "dog", "horse"]);
        model.eval();
        string path = folder.File("model.safetensors");
        ModelFile.Save(model, path, imageSize: 64);
        Tensor pictures = rand(2, 3, 64, 64);

        (TransferModel loaded, int imageSize) = ModelFile.Load(path);

        Assert.Equal(64, imageSize);
        Assert.Equal(["cat", "dog", "horse"], loaded.Classes);
        Assert.Equal(model.call(pictures).data<float>().ToArray(), loaded.call(pictures).data<float>().ToArray());
        loaded.Dispose();
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
