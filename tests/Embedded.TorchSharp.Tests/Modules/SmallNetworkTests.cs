using System.Text.Json;
using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Embedded.TorchSharp.Tests.Modules;

public class SmallNetworkTests
{
    static readonly JsonElement Expected = Recorded.Root.GetProperty("network");

    [Fact]
    public void Five_steps_of_training_lose_what_PyTorch_loses()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(11);
        using var network = new SmallNetwork();
        Assert.Equal(Expected.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!).Order(), network.state_dict().Keys.Order());
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            Assert.Equal(Expected.GetProperty("sums").GetProperty(name).GetDouble(), Recorded.Read(parameter).Sum(v => (double)v), 5);
        }

        double[] losses = [.. Expected.GetProperty("losses").EnumerateArray().Select(l => l.GetDouble())];
        using SGD optimizer = optim.SGD(network.parameters(), 0.05, momentum: 0.9);
        Tensor x = Recorded.Tensor([6, 3, 24, 24], 60), y = tensor(new[] { 0L, 1, 2, 2, 1, 0 });
        network.train();
        for (int step = 0; step < losses.Length; step++)
        {
            optimizer.zero_grad();
            Tensor loss = functional.cross_entropy(network.call(x), y);
            loss.backward();
            if (step == 0)
            {
                AssertGradientNorms(network);
            }

            optimizer.step();
            Assert.Equal(losses[step], loss.item<float>(), 1e-4 * losses[step]);
        }

        network.eval();
        Recorded.AssertClose(Recorded.Floats(Expected.GetProperty("scores")), network.call(x), 1e-4, "scores after training");
    }

    [Fact]
    public void Two_trainings_are_equal_to_the_bit()
    {
        Assert.Equal(Train(3), Train(3));

        static float[] Train(int steps)
        {
            using DisposeScope scope = NewDisposeScope();
            manual_seed(5);
            using var network = new SmallNetwork();
            using SGD optimizer = optim.SGD(network.parameters(), 0.05, momentum: 0.9);
            Tensor x = randn(4, 3, 20, 20), y = tensor(new[] { 0L, 1, 2, 1 });
            for (int step = 0; step < steps; step++)
            {
                optimizer.zero_grad();
                functional.cross_entropy(network.call(x), y).backward();
                optimizer.step();
            }

            return [.. network.parameters().SelectMany(Recorded.Read)];
        }
    }

    [Fact]
    public void Training_steps_leave_no_tensors_behind()
    {
        manual_seed(3);
        using var network = new SmallNetwork();
        using Adam optimizer = optim.Adam(network.parameters());
        using Tensor x = randn(4, 3, 20, 20), y = tensor(new[] { 0L, 1, 2, 1 });
        var counts = new List<(long Tensors, long Storages)>();
        for (int step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            using (Tensor scores = network.call(x))
            using (Tensor loss = functional.cross_entropy(scores, y))
            {
                loss.backward();
            }

            optimizer.step();
            counts.Add((Tensor.TotalCount, Storage.LiveCount));
        }

        Assert.All(counts.Skip(1), count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void Evaluation_leaves_no_tensors_behind()
    {
        using var network = new SmallNetwork();
        network.eval();
        using Tensor x = randn(2, 3, 20, 20);
        using var recordingOff = no_grad();
        network.call(x).Dispose();
        (long, long) before = (Tensor.TotalCount, Storage.LiveCount);
        network.call(x).Dispose();
        network.call(x).Dispose();
        Assert.Equal(before, (Tensor.TotalCount, Storage.LiveCount));
    }

    static void AssertGradientNorms(SmallNetwork network)
    {
        JsonElement norms = Expected.GetProperty("gradient_norms");
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            double expected = norms.GetProperty(name).GetDouble(), norm = Math.Sqrt(Recorded.Read(parameter.grad!).Sum(g => (double)g * g));
            // Where normalisation makes a scale irrelevant its gradient is rounding only.
            Assert.True(Math.Abs(expected - norm) <= (1e-4 * expected) + 1e-6, $"{name}: {norm} instead of {expected}");
        }
    }
}
