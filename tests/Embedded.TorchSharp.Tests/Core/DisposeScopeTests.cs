using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Core;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(3);
            Assert.False(inside.IsInvalid);
        }
        Assert.True(inside.IsInvalid);
        var error = Assert.Throws<InvalidOperationException>(() => inside.shape);
        Assert.Equal("Tensor invalid -- empty handle.", error.Message);
    }

    [Fact]
    public void What_is_moved_out_survives_until_the_outer_scope_ends()
    {
        Tensor kept, result;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(3).MoveToOuterDisposeScope();
            }
            Assert.False(kept.IsInvalid);
            result = WrappedTensorDisposeScope(() => kept + ones(3));
            Assert.Equal(2, CurrentDisposeScope!.DisposablesCount);
        }
        Assert.True(kept.IsInvalid);
        Assert.True(result.IsInvalid);
    }

    [Fact]
    public void What_is_detached_survives_all_scopes()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(3).DetachFromDisposeScope();
        }
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void Everything_but_what_is_named_can_be_disposed()
    {
        using var scope = NewDisposeScope();
        var first = ones(1);
        var second = ones(1);
        scope.DisposeEverythingBut(second);
        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.True(scope.Contains(second));
    }

    [Fact]
    public void The_statistics_of_the_thread_balance()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (var outside = ones(2))
        {
            using (NewDisposeScope())
            {
                var x = outside.detach().requires_grad_();
                (x * x).sum().backward();
                x.std().DetachFromDisposeScope().Dispose();
            }
            Assert.Equal(1, statistics.CreatedOutsideScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
            Assert.Equal(statistics.CreatedInScopeCount, statistics.DisposedInScopeCount + 1);
        }
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Nothing_of_the_engines_own_lands_in_the_users_scope()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3, requires_grad: true);
        var y = x.std([1]);
        Assert.Equal(2, scope.DisposablesCount);
        y.sum().backward();
        Assert.Equal(3, scope.DisposablesCount);
    }
}
