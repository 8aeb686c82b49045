using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Autograd;

public class BackwardTests
{
    [Fact]
    public void The_gradient_of_a_sum_of_squares_is_twice_the_input()
    {
        using var x = tensor(new[] { 1f, -2f, 3f }, requires_grad: true);
        using var loss = (x * x).sum();
        loss.backward();
        Assert.Equal([2f, -4f, 6f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Gradients_add_up_over_backward_passes()
    {
        using var x = tensor(new[] { 1f, 1f }, requires_grad: true);
        for (int pass = 0; pass < 2; pass++)
        {
            using var loss = (x * 2).sum();
            loss.backward();
        }
        Assert.Equal([4f, 4f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_tensor_used_twice_gets_both_gradients()
    {
        using var x = tensor(3f, requires_grad: true);
        using var y = x * 2;
        using var loss = y * y + y;
        loss.backward();
        Assert.Equal((2 * 6 * 2) + 2, x.grad!.item<float>());
    }

    [Fact]
    public void A_broadcast_input_gets_the_sum_of_its_gradients()
    {
        using var x = zeros(2, 3, requires_grad: true);
        using var row = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        using var column = tensor(new[] { 1f, 2f }, 2, 1);
        using var loss = ((x + row) * column).sum();
        loss.backward();
        Assert.Equal([3f, 3f, 3f], row.grad!.data<float>().ToArray());
        Assert.Equal([1f, 1f, 1f, 2f, 2f, 2f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Backward_of_many_elements_needs_a_gradient_to_start_from()
    {
        using var x = ones(2, requires_grad: true);
        using var y = x * 2;
        var error = Assert.Throws<ExternalException>(() => y.backward());
        Assert.Equal("grad can be implicitly created only for scalar outputs", error.Message);
        using var start = tensor(new[] { 1f, 10f });
        y.backward([start]);
        Assert.Equal([2f, 20f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_second_backward_is_refused_unless_the_graph_was_retained()
    {
        using var x = ones(2, requires_grad: true);
        using var kept = (x * x).sum();
        kept.backward(retain_graph: true);
        kept.backward();
        Assert.Equal([4f, 4f], x.grad!.data<float>().ToArray());
        var error = Assert.Throws<ExternalException>(() => kept.backward());
        Assert.StartsWith("Trying to backward through the graph a second time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_that_needs_a_gradient_cannot_be_changed_in_place()
    {
        using var x = ones(2, requires_grad: true);
        var error = Assert.Throws<ExternalException>(() => x.add_(1));
        Assert.Equal("a leaf Variable that requires grad is being used in an in-place operation.", error.Message);
        using (no_grad())
        {
            x.add_(1);
        }
        Assert.Equal([2f, 2f], x.data<float>().ToArray());
    }

    [Fact]
    public void A_value_changed_after_it_was_saved_is_noticed()
    {
        using var x = ones(2, requires_grad: true);
        using var factor = ones(2);
        using var loss = (x * factor).sum();
        factor.add_(1);
        var error = Assert.Throws<ExternalException>(() => loss.backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_recorded_without_grad()
    {
        using var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            using var y = x * 2;
            Assert.False(y.requires_grad);
            using (enable_grad())
            {
                using var z = x * 2;
                Assert.True(z.requires_grad);
            }
        }
        Assert.True(is_grad_enabled());
    }
}
