using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Core;

public class StorageTests
{
    [Fact]
    public void Forward_and_backward_give_all_storage_back() => AssertNothingIsLeft(() =>
    {
        using var x = randn(4, 5, requires_grad: true);
        using var w = randn(5, 3, requires_grad: true);
        using var product = x.mm(w);
        using var active = product.sigmoid();
        using var loss = active.mean();
        loss.backward();
        using var grad = w.grad!;
        Assert.Equal([5L, 3], grad.shape);
    });

    [Fact]
    public void A_graph_that_is_never_gone_back_through_gives_all_storage_back() => AssertNothingIsLeft(() =>
    {
        using var x = randn(4, 5, requires_grad: true);
        using var y = x.exp();
        using var z = y.mul(y);
        using var logarithm = z.log_softmax(1);
        using var loss = logarithm.sum();
    });

    [Fact]
    public void A_dispose_scope_gives_all_storage_back() => AssertNothingIsLeft(() =>
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3, 4, 4, requires_grad: true);
        var y = (x - x.mean([0, 2, 3], keepdim: true)) / (x.std([0, 2, 3], keepdim: true) + 1e-3);
        var parts = y.relu().chunk(3, 1);
        var joined = cat([parts[2], parts[0]], 1).flatten(1);
        (joined.softmax(1).log().sum() + joined.logsumexp(1).mean() + y[.., 1].norm() + y[y > 0].sum()).backward();
        Assert.NotNull(x.grad);
    });

    [Fact]
    public void What_backward_saved_is_given_back_before_the_result_is_disposed()
    {
        using var x = zeros(100, requires_grad: true);
        using var y = x.exp();
        long before = Storage.LiveCount;
        using var z = y.sigmoid().exp();
        using var loss = z.sum();
        long recorded = Storage.LiveCount;
        loss.backward();

        // The result of sigmoid had no handle but the forgotten one's; the new storage is the gradient of x.
        Assert.True(Storage.LiveCount <= recorded + 1, $"{before}, {recorded}, {Storage.LiveCount}");
    }

    [Fact]
    public void Memory_falls_while_backward_proceeds() => AssertNothingIsLeft(() =>
    {
        const int Depth = 64;
        using var x = zeros(1000, requires_grad: true);
        var current = x.alias();
        for (int i = 0; i < Depth; i++)
        {
            var next = current.sigmoid();
            current.Dispose();
            current = next;
        }
        using var loss = current.sum();
        current.Dispose();
        long held = Storage.LiveCount;
        Assert.InRange(held, Depth, long.MaxValue);
        loss.backward();
        Assert.InRange(Storage.LiveCount, 0, held - Depth + 1);
    });

    [Fact]
    public void A_view_keeps_the_storage_and_shows_changes()
    {
        var whole = zeros(2, 3);
        using var row = whole[1];
        whole.fill_(7);
        whole.Dispose();
        Assert.Equal([7f, 7f, 7f], row.data<float>().ToArray());
    }

    [Fact]
    public void A_freed_block_is_used_again()
    {
        using (zeros(12345))
        {
        }
        long free = MemoryPool.FreeBytes;
        using var again = zeros(12345);
        Assert.True(MemoryPool.FreeBytes < free);
    }

    [Fact]
    public void What_waits_to_be_used_again_is_bounded_and_can_be_given_back()
    {
        long asked = 0;
        for (double megabytes = 16; megabytes < 256; megabytes *= 1.1)
        {
            using var large = empty((long)megabytes << 18);
            asked += (long)megabytes << 20;
        }
        Assert.InRange(MemoryPool.FreeBytes, 1, MemoryPool.MostKept);
        Assert.True(MemoryPool.MostKept < asked, "The blocks that were asked for do not reach the bound.");
        MemoryPool.Trim();
        Assert.Equal(0, MemoryPool.FreeBytes);
    }

    [Fact]
    public void A_forgotten_tensor_is_collected()
    {
        long before = Storage.LiveCount;
        Forget();
        for (int i = 0; i < 10 && Storage.LiveCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.InRange(Storage.LiveCount, 0, before);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    static void Forget()
    {
        for (int i = 0; i < 20; i++)
        {
            _ = zeros(50, requires_grad: true) * 2;
        }
    }

    static void AssertNothingIsLeft(Action work)
    {
        // Once to start with, since constants may be made on first use. What earlier tests forgot must not come back in between.
        work();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = (Storage.LiveCount, Tensor.TotalCount, MemoryPool.LiveBytes);
        work();
        Assert.Equal(before, (Storage.LiveCount, Tensor.TotalCount, MemoryPool.LiveBytes));
    }
}
