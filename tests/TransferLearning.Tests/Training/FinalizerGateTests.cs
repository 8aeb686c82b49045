using System.Runtime.CompilerServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning.Tests.Training;

public sealed class FinalizerGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// With false the test below fails after some hundred steps at most: "Unknown scalar type", "Expected false to be true".
    /// </summary>
    private const bool IsGated = true;

    [Fact]
    public void No_scalar_is_freed_under_a_training_although_another_thread_allocates_and_collects()
    {
        const int Steps = 400;
        bool isOver = false;
        var stress = new Thread(() =>
        {
            for (int i = 1; !Volatile.Read(ref isOver); i++)
            {
                GC.KeepAlive(new byte[1000]);
                if (i % 200_000 == 0)
                {
                    GC.Collect();
                }
            }
        });
        stress.Start();
        try
        {
            random.manual_seed(1);
            using Module<Tensor,
                Tensor> network = Sequential(Enumerable.Range(0, 8).SelectMany(layer => new (string, Module<Tensor, Tensor>)[]
            {
                ($"{layer}.linear", Linear(16, 16)), ($"{layer}.norm", BatchNorm1d(16)), ($"{layer}.relu", ReLU()),
            }));
            using optim.Optimizer optimizer = optim.Adam(network.parameters());
            using Tensor inputs = randn(8, 16), labels = randint(0, 16, [8]);
            for (int step = 0; step < Steps; step++)
            {
                using FinalizerGate? gate = IsGated ? FinalizerGate.Close() : null;
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor loss = functional.cross_entropy(network.call(inputs), labels);
                loss.backward();
                optimizer.step();
                Assert.True(float.IsFinite(loss.cpu().data<float>()[0]), $"step {step}");
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            stress.Join();
        }
    }

    [Fact]
    public void Finalisers_wait_while_a_gate_is_closed_and_run_when_it_is_open()
    {
        StrongBox<int> finalised = new();
        using (FinalizerGate.Close())
        using (FinalizerGate.Close())   // as our iterator's within a training
        {
            Drop(100, finalised);
            GC.Collect();
            Thread.Sleep(100);
            Assert.Equal(0, finalised.Value);
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref finalised.Value) == 100, Patience));
    }

    [Fact]
    public void An_inner_gate_that_opens_leaves_the_outer_one_closed()
    {
        StrongBox<int> finalised = new();
        using (FinalizerGate.Close())
        {
            FinalizerGate inner = FinalizerGate.Close();
            inner.Dispose();
            inner.Dispose();
            Drop(10, finalised);
            GC.Collect();
            Thread.Sleep(100);
            Assert.Equal(0, finalised.Value);
        }
    }

    [Fact]
    public async Task Trainings_on_several_threads_go_on_and_finalisers_get_their_turn_between_them()
    {
        StrongBox<int> finalised = new();
        Task[] trainings = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (int step = 0; step < 100; step++)
            {
                using (FinalizerGate.Close())
                using (FinalizerGate.Close())
                {
                    Thread.Sleep(20);
                }
            }
        }))];
        Drop(100, finalised);

        Assert.True(SpinWait.SpinUntil(() => { GC.Collect(); return Volatile.Read(ref finalised.Value) == 100; }, Patience));
        await Task.WhenAll(trainings).WaitAsync(Patience);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(int count, StrongBox<int> finalised)
    {
        for (int i = 0; i < count; i++)
        {
            _ = new Finalised(finalised);
        }
    }

    private sealed class Finalised(StrongBox<int> count)
    {
        ~Finalised() => Interlocked.Increment(ref count.Value);
    }
}
