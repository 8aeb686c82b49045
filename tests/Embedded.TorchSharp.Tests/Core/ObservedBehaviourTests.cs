using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Core;

/// <summary>What the published package was seen to do.</summary>
public class ObservedBehaviourTests
{
    public static TheoryData<string, Action, string, Type> Refusals => new()
    {
        { "mm", () => zeros(2, 3).mm(zeros(2, 3)), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", typeof(ExternalException) },
        { "view", () => zeros(6).view(4, 2), "shape '[4, 2]' is invalid for input of size 6", typeof(ExternalException) },
        { "add", () => _ = zeros(2, 3) + zeros(2, 4),
            "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1", typeof(ExternalException) },
        { "copy_", () => zeros(4).copy_(zeros(7)),
            "The size of tensor a (4) must match the size of tensor b (7) at non-singleton dimension 0", typeof(ExternalException) },
        { "item of many", () => zeros(2).item<float>(), "Number of elements in the tensor must be 1", typeof(ArgumentException) },
        { "item of another type", () => zeros(1).item<long>(), "Int64 is not compatible with Float32", typeof(ArgumentException) },
        { "data of another type", () => zeros(1).data<long>(), "Int64 is not compatible with Float32", typeof(ArgumentException) },
        { "one number", () => _ = zeros(2, 3)[3], "select(): index 3 out of range for tensor of size [2, 3] at dimension 0", typeof(ExternalException) },
        { "two numbers", () => _ = zeros(2, 3)[0, 5], "select(): index 5 out of range for tensor of size [3] at dimension 0", typeof(ExternalException) },
        { "a number to write to", () => { Tensor x = zeros(2, 3); x[-3] = x; }, "select(): index -3 out of range for tensor of size [2, 3] at dimension 0", typeof(ExternalException) },
        { "select", () => zeros(2, 3).select(1, 7), "select(): index 7 out of range for tensor of size [2, 3] at dimension 1", typeof(ExternalException) },
        { "more numbers than dimensions", () => _ = zeros(2)[0, 0], "select() cannot be applied to a 0-dim tensor.", typeof(ExternalException) },
        { "a range and a number", () => _ = zeros(2, 3)[..1, 5], "index 5 is out of bounds for dimension 1 with size 3", typeof(ExternalException) },
        { "a new dimension and a number", () => _ = zeros(2, 3)[TensorIndex.None, 4], "index 4 is out of bounds for dimension 1 with size 2", typeof(ExternalException) },
        { "a tensor of indices", () => _ = zeros(2, 3)[tensor(new long[] { 4 })], "index 4 is out of bounds for dimension 0 with size 2", typeof(ExternalException) },
        { "dimension", () => zeros(3).sum(1), "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
            typeof(ExternalException) },
        { "in place into a whole-number tensor", () => zeros(3, dtype: int64).add_(0.5),
            "result type Float can't be cast to the desired output type Long", typeof(ExternalException) },
        { "gradients of whole numbers", () => zeros(3, dtype: int64).requires_grad_(),
            "Only Tensors of floating point and complex dtype can require gradients", typeof(ExternalException) },
        { "cuda", () => zeros(3).to(new Device("cuda:0")),
            "Torch device type CUDA did not initialise on the current machine. The embedded edition of TorchSharp computes on the CPU.", typeof(InvalidOperationException) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_mistake_is_refused_in_the_packages_words(string what, Action mistake, string message, Type type)
    {
        using var scope = NewDisposeScope();
        var error = Record.Exception(mistake);
        Assert.True(error is not null, what);
        Assert.IsType(type, error);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Text_is_the_packages()
    {
        using var x = arange(6).to_type(float32).reshape(2, 3);
        Assert.Equal("[2x3], type = Float32, device = cpu", x.ToString());
        Assert.Equal("[2x3], type = Float32, device = cpu\n 0 1 2\n 3 4 5\n", x.ToString(julia, newLine: "\n"));
        Assert.Equal("[[0, 1, 2]\n [3, 4, 5]]", x.ToString(numpy, newLine: "\n"));
        Assert.Equal("[2], type = Float32, device = cpu\n 4 5\n", x[1, 1..].jlstr(newLine: "\n"));
    }

    [Fact]
    public void A_disposed_tensor_has_no_text()
    {
        Tensor x = zeros(2);
        x.Dispose();
        Assert.Throws<InvalidOperationException>(() => x.ToString());
    }

    [Fact]
    public void A_notebook_shows_a_tensors_numbers()
    {
        // By name alone, as a kernel finds them.
        object attribute = typeof(Tensor).GetCustomAttributes(inherit: true).Single(each => each.GetType().Name == "TypeFormatterSourceAttribute");
        object source = Activator.CreateInstance((Type)Read(attribute, "FormatterSourceType"))!;
        object[] formatters = [.. (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!];
        using var x = new Parameter(arange(3).to_type(float32));
        string text = x.ToString(global::TorchSharp.TensorStringStyle.Default);

        Assert.Equal(["text/plain", "text/html"], formatters.Select(formatter => (string)Read(formatter, "MimeType")));
        Assert.Equal([text, $"<div><pre>{text}</pre></div>"], formatters.Select(formatter => Shown(formatter, x)));

        static object Read(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of)!;

        static string Shown(object formatter, object value)
        {
            var writer = new StringWriter();
            Assert.True((bool)formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter, [value, writer])!);
            return writer.ToString();
        }
    }

    [Fact]
    public void Long_tensors_are_written_in_part()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("[0, 1, 2, ... 7, 8, 9]", arange(10).npstr());
        Assert.Equal("[[0]\n [1]\n [2]\n ...\n [6]\n [7]\n [8]]", arange(9).reshape(9, 1).npstr(newLine: "\n"));
        Assert.Equal("[60], type = Int64, device = cpu\n " + string.Join(' ', Enumerable.Range(0, 35)) + " ...\n",
            arange(60).jlstr(newLine: "\n"));
        Assert.Equal("[2x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n\n[1,..,..] =\n 2 3\n",
            arange(4).reshape(2, 1, 2).jlstr(newLine: "\n"));
        Assert.Equal("[], type = Float32, device = cpu, value = 0.1", tensor(0.1f).jlstr());
    }

    [Fact]
    public void Types_are_promoted_as_in_the_package()
    {
        using var scope = NewDisposeScope();
        var (whole, small, real) = (tensor(new long[] { 3 }), tensor(new byte[] { 200 }), tensor(new[] { 1.5f }));
        Assert.Equal(ScalarType.Byte, small.dtype);
        Assert.Equal(ScalarType.Float32, (whole / 2).dtype);
        Assert.Equal(ScalarType.Float32, (real * 2.0).dtype);
        Assert.Equal(ScalarType.Float32, (small * 0.5).dtype);
        Assert.Equal(ScalarType.Byte, (small + 100).dtype);
        Assert.Equal(44, (small + 100).item<byte>());
        Assert.Equal(ScalarType.Int64, (small + whole).dtype);
        Assert.Equal(ScalarType.Float32, (whole + real).dtype);
        Assert.Equal(ScalarType.Int64, whole.argmax().dtype);
        Assert.Equal(ScalarType.Int64, small.sum().dtype);
        Assert.Equal(ScalarType.Bool, (whole > 2).dtype);
        Assert.Equal(ScalarType.Float32, (real + tensor(2.0)).dtype);
        Assert.Equal(ScalarType.Float64, (real.@double() + real).dtype);
    }

    [Fact]
    public void Seeds_give_the_packages_numbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        Assert.Equal([1.5409961f, -0.2934289f, -2.1787894f], randn(3).data<float>().ToArray());
        manual_seed(0);
        Assert.Equal([2L, 5, 3, 0, 1, 4], randperm(6).data<long>().ToArray());
    }

    [Fact]
    public void There_is_no_cuda()
    {
        Assert.False(cuda.is_available());
        Assert.Equal("cpu", CPU.ToString());
        Assert.Throws<InvalidOperationException>(() => InitializeDeviceType(DeviceType.CUDA));
    }
}
