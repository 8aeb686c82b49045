using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Core;

public class AccessTests
{
    [Fact]
    public void Elements_come_out_in_logical_order_whatever_the_order_in_memory()
    {
        using var scope = NewDisposeScope();
        var x = arange(24).reshape(1, 2, 3, 4);
        var channelsLast = x.AsLayout(Layout.ChannelsLast).Track();
        Assert.False(channelsLast.IsRowMajor);
        Assert.True(channelsLast.is_contiguous());
        Assert.Equal(x.stride(), channelsLast.stride());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (long)i), channelsLast.data<long>());
        Assert.Equal(x.transpose(2, 3).contiguous().data<long>().ToArray(), channelsLast.transpose(2, 3).data<long>().ToArray());
        Assert.Equal(x.reshape(6, 4).data<long>().ToArray(), channelsLast.view(6, 4).data<long>().ToArray());
        Assert.Equal(23, channelsLast.data<long>()[0, 1, 2, 3]);
        Assert.Equal(17, channelsLast.data<long>()[17]);
    }

    [Fact]
    public void An_order_in_memory_that_the_engine_chose_does_not_show()
    {
        using var scope = NewDisposeScope();
        var plain = arange(120).reshape(2, 3, 4, 5);
        foreach (var part in (Func<Tensor, Tensor>[])[x => x, x => x.detach(), x => x.alias(), x => x[1..], x => x[1], x => x.to(int64),
            x => x.contiguous(), x => x.unsqueeze(1)])
        {
            var hidden = plain.AsLayout(Layout.ChannelsLast).Track();
            Assert.False(hidden.IsRowMajor);
            Assert.True(part(hidden).is_contiguous());
            Assert.Equal(part(plain).stride(), part(hidden).stride());
            Assert.Equal(part(plain).view(-1), part(hidden).view(-1));
            Assert.Equal(part(plain).bytes.ToArray(), part(hidden).bytes.ToArray());
        }
        Assert.Equal(plain[0, 2].view(-1), plain.AsLayout(Layout.ChannelsLast).Track()[0, 2].view(-1));
        Assert.False(plain.permute(0, 2, 3, 1).is_contiguous());
        Assert.False(plain.reshape(2, 4, 5, 3).permute(0, 3, 1, 2).is_contiguous());
        Assert.False(plain[.., 1].is_contiguous());
    }

    [Fact]
    public void Bytes_are_the_memory_in_logical_order()
    {
        using var x = arange(8).to_type(uint8).reshape(1, 2, 2, 2);
        using var channelsLast = x.AsLayout(Layout.ChannelsLast).Track();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], channelsLast.bytes.ToArray());
        byte[] other = [7, 6, 5, 4, 3, 2, 1, 0];
        channelsLast.bytes = other;
        Assert.Equal(other, channelsLast.data<byte>().ToArray());
    }

    [Fact]
    public void Copying_in_and_out_reaches_strided_memory()
    {
        using var x = zeros(3, 2);
        using var t = x.t();
        t.data<float>().CopyFrom([1, 2, 3, 4, 5, 6]);
        Assert.Equal([1f, 4, 2, 5, 3, 6], x.data<float>().ToArray());
        var part = new float[8];
        t.data<float>().CopyTo(part.AsSpan(), arrayIndex: 1);
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 0], part);
        t.data<float>()[1, 2] = 9;
        Assert.Equal(9, x[2, 1].item<float>());
    }

    [Fact]
    public void Copying_starts_at_an_element_that_there_is()
    {
        using var x = arange(6, dtype: float32).reshape(2, 3);
        using var nothing = zeros(0, 3);
        var part = new float[8];
        x.data<float>().CopyTo(part.AsSpan(), arrayIndex: 1, tensorIndex: 2);
        Assert.Equal([0f, 2, 3, 4, 5, 0, 0, 0], part);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.data<float>().CopyTo(part, tensorIndex: 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.data<float>().CopyFrom(part, tensorIndex: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => nothing.data<float>().ToArray());
        Assert.Empty(nothing.data<float>());
        Assert.Empty(zeros(0).data<float>().ToArray());
    }

    [Fact]
    public void Arrays_of_any_rank_become_tensors_and_come_back()
    {
        float[,,] cube = { { { 1, 2 }, { 3, 4 } } };
        using var x = from_array(cube);
        Assert.Equal([1L, 2, 2], x.shape);
        Assert.Equal(cube, x.data<float>().ToNDArray());
        using var y = tensor(new List<int> { 1, 2, 3, 4 }, 2, 2, dtype: float32);
        Assert.Equal([1f, 2, 3, 4], y.data<float>().ToArray());
    }

    [Fact]
    public void Numbers_change_their_type_as_in_C()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1L, -1, 300], tensor(new[] { 1.9f, -1.9f, 300f }).to(int64).data<long>().ToArray());
        Assert.Equal([1, 255, 44], tensor(new[] { 1.9f, -1.9f, 300f }).to(uint8).data<byte>().ToArray());
        Assert.Equal([true, false], tensor(new[] { 0.5f, 0f }).@bool().data<bool>().ToArray());
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        Assert.Equal(bytes.Select(b => (float)b), tensor(bytes).@float().data<float>());
    }

    [Fact]
    public void Parts_can_be_written()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, 4);
        x[1] = tensor(new[] { 1f, 2, 3, 4 });
        x[.., 3] = tensor(9f);
        x[TensorIndex.Tensor(tensor(new long[] { 2, 0 })), 0..1] = tensor(new[] { 5f, 6f }, [2, 1]);
        Assert.Equal([6f, 0, 0, 9, 1, 2, 3, 9, 5, 0, 0, 9], x.data<float>().ToArray());
        x[x > 4] = tensor(-1f);
        Assert.Equal([-1f, 0, 0, -1, 1, 2, 3, -1, -1, 0, 0, -1], x.data<float>().ToArray());
    }

    [Fact]
    public void The_gradient_of_a_part_that_was_written_goes_to_what_was_written()
    {
        using var scope = NewDisposeScope();
        var x = ones(3, requires_grad: true);
        var value = ones(1, requires_grad: true);
        var y = x * 2;
        y[1..2] = value * 5;
        (y * tensor(new[] { 1f, 10, 100 })).sum().backward();
        Assert.Equal([2f, 0, 200], x.grad!.data<float>().ToArray());
        Assert.Equal([50f], value.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Lines_and_ranges_are_spaced_as_PyTorch_spaces_them()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f, 1f], linspace(0, 1, 5).data<float>().ToArray());
        Assert.Equal([2L, 5, 8], arange(2, 10, 3).data<long>().ToArray());
        Assert.Equal([1f, 1.5f], arange(1.0, 2.0, 0.5).data<float>().ToArray());
        Assert.Equal([1f, 0, 0, 0, 1, 0], eye(2, 3).data<float>().ToArray());
        Assert.Equal(ScalarType.Int64, full(2, 2, 3).dtype);
    }
}
