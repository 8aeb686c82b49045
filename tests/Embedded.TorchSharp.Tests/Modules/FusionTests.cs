using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Embedded.TorchSharp.Tests.Modules;

/// <summary>What runs as one gives what the modules give one by one.</summary>
public class FusionTests
{
    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (string chain in new[] { "conv bn relu6", "conv bn relu", "conv bn", "conv relu", "bn relu6", "linear relu",
                "depthwise bn relu6", "conv bias bn relu" })
            {
                foreach (bool training in new[] { false, true })
                {
                    cases.Add(chain, training, false);
                    cases.Add(chain, training, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fused_chain_equals_its_modules_one_by_one(string chain, bool training, bool gradients)
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor>[] fusedModules = Modules(chain), single = Modules(chain);
        Sequential fused = Sequential(fusedModules);
        for (int i = 0; i < single.Length; i++)
        {
            fusedModules[i].train(training);
            single[i].train(training);
        }

        Tensor x1 = Input(chain), x2 = Input(chain);
        x1.requires_grad = x2.requires_grad = gradients;
        using IDisposable? recordingOff = gradients ? null : no_grad();
        Tensor expected = x2;
        foreach (Module<Tensor, Tensor> module in single)
        {
            expected = module.call(expected);
        }

        Tensor actual = fused.call(x1);
        Recorded.AssertClose(Recorded.Read(expected), actual, 1e-5, chain);
        foreach ((Tensor a, Tensor b) in fusedModules.SelectMany(m => m.buffers()).Where(b => b.dtype == ScalarType.Float32).Zip(single.SelectMany(m => m.buffers()).Where(b => b.dtype == ScalarType.Float32)))
        {
            Recorded.AssertClose(Recorded.Read(b), a, 1e-6, "running statistics");
        }

        if (!gradients)
        {
            return;
        }

        Tensor upstream = Recorded.Tensor(actual.shape, 99);
        actual.backward([upstream]);
        expected.backward([upstream]);
        Recorded.AssertClose(Recorded.Read(x2.grad!), x1.grad!, 1e-4, "gradient of the input");
        foreach ((Parameter a, Parameter b) in fusedModules.SelectMany(m => m.parameters()).Zip(single.SelectMany(m => m.parameters())))
        {
            Recorded.AssertClose(Recorded.Read(b.grad!), a.grad!, 1e-4, "gradient of a parameter");
        }
    }

    [Fact]
    public void A_whole_network_answers_the_same_recorded_or_not()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using var network = new SmallNetwork();
        for (int i = 0; i < 3; i++)
        {
            network.call(Recorded.Tensor([4, 3, 24, 24], 60 + i, 2)).Dispose();
        }

        network.eval();
        Tensor x = Recorded.Tensor([5, 3, 27, 22], 70);
        Tensor recorded = network.call(x);
        using var recordingOff = no_grad();
        Recorded.AssertClose(Recorded.Read(recorded), network.call(x), 1e-5, "scores");
        Recorded.AssertClose(Recorded.Read(recorded)[..3], network.call(x.narrow(0, 0, 1)), 1e-5, "scores of a batch of one");
    }

    [Fact]
    public void Threads_may_evaluate_the_same_network_at_once()
    {
        manual_seed(3);
        using var network = new SmallNetwork();
        network.eval();
        float[][] scores = new float[4][];
        Parallel.For(0, scores.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using DisposeScope scope = NewDisposeScope();
            using var recordingOff = no_grad();
            scores[i] = Recorded.Read(network.call(Recorded.Tensor([4, 3, 24, 24], 70)));
        });
        Assert.All(scores, s => Assert.Equal(scores[0], s));
    }

    [Fact]
    public void Sequences_in_sequences_run_as_one()
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor>[] all = [.. Modules("conv bn relu6"), Conv2d(5, 5, 3, padding: 1, groups: 5), Norm(5), ReLU6(),
            Conv2d(5, 3, 1), Norm(3)];
        Sequential nested = Sequential(Sequential(all[..3]), Sequential(Sequential(all[3..6]), all[6]), all[7]);
        nested.eval();
        using var recordingOff = no_grad();
        Tensor x = Input("conv"), single = x;
        foreach (Module<Tensor, Tensor> module in all)
        {
            single = module.call(single);
        }

        Recorded.AssertClose(Recorded.Read(single), nested.call(x), 1e-5, "nested");
    }

    [Fact]
    public void Folded_weights_follow_every_change()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Conv2d convolution = Conv2d(3, 4, 3);
        BatchNorm2d norm = BatchNorm2d(4);
        Sequential fused = Sequential(convolution, norm, ReLU());
        fused.eval();
        using var recordingOff = no_grad();
        Tensor x = Recorded.Tensor([2, 3, 6, 6], 1);
        void Check(string what) => Recorded.AssertClose(Recorded.Read(functional.relu(norm.forward(convolution.forward(x)))), fused.call(x),
            1e-5, what);

        Check("at first");
        convolution.weight.mul_(1.5);
        Check("a weight changed in place");
        norm.running_var!.add_(0.5);
        Check("a variance changed in place");
        norm.bias = new Parameter(Recorded.Tensor([4], 7));
        Check("a parameter replaced");
        norm.load_state_dict(BatchNorm2d(4).state_dict());
        Check("a state loaded");
        convolution.bias!.data<float>()[0] = 3;
        Check("a number written through an accessor");
        fused.train();
        fused.call(x);
        fused.eval();
        Check("statistics moved by training");
        norm.eps = 0.1;
        Check("another epsilon");
        fused.train();
        using (enable_grad())
        {
            using Adam optimizer = optim.Adam(fused.parameters(), 0.1);
            fused.call(x).sum().backward();
            optimizer.step();
        }

        fused.eval();
        Check("an optimizer's step");
    }

    [Fact]
    public void Hooks_see_every_module_of_a_chain()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential chain = Sequential(Conv2d(3, 4, 3), BatchNorm2d(4), ReLU6());
        chain.eval();
        var seen = new List<string>();
        foreach (torch.nn.Module module in chain.children())
        {
            ((HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor,
                Tensor>>)module).register_forward_hook((m, _, result) =>
            {
                seen.Add(m.GetName());
                return result;
            });
        }

        using var recordingOff = no_grad();
        chain.call(zeros(1, 3, 5, 5));
        Assert.Equal(["Conv2d", "BatchNorm1d", "ReLU6"], seen);
    }

    [Fact]
    public void A_hook_inside_a_chain_gets_activations_and_their_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential chain = Sequential(Conv2d(3, 4, 3), BatchNorm2d(4), ReLU(), Conv2d(4, 2, 3));
        chain.eval();
        Tensor? seen = null;
        var relu = (Module<Tensor, Tensor>)chain[2];
        var remover = relu.register_forward_hook((_, _, result) =>
        {
            seen = result.alias();
            seen.retain_grad();
            return seen.alias();
        });
        Tensor scores = chain.call(Recorded.Tensor([1, 3, 8, 8], 1));
        scores.sum().backward();
        remover.remove();
        Assert.Equal([1L, 4, 6, 6], seen!.shape);
        Tensor activations = seen.detach().requires_grad_();
        chain[3].call(activations).sum().backward();
        Recorded.AssertClose(Recorded.Read(activations.grad!), seen.grad!, 1e-5, "gradient of the activations");
    }

    [Fact]
    public void Modules_shared_with_a_sequence_of_no_name_fuse_as_well()
    {
        using DisposeScope scope = NewDisposeScope();
        Conv2d convolution = Conv2d(4, 5, 3, bias: false);
        BatchNorm2d norm = Norm(5);
        Tensor x = Input("conv");
        Tensor expected = functional.relu(norm.call(convolution.call(x)));
        using var recordingOff = no_grad();
        norm.load_state_dict(Norm(5).state_dict());
        Recorded.AssertClose(Recorded.Read(expected), Sequential(convolution, norm, ReLU()).call(x), 1e-5, "shared");
    }

    [Fact]
    public void Frozen_normalisation_passes_gradients_on_and_keeps_still()
    {
        using DisposeScope scope = NewDisposeScope();
        Conv2d convolution = Conv2d(3, 4, 3);
        BatchNorm2d norm = BatchNorm2d(4);
        norm.weight!.requires_grad = norm.bias!.requires_grad = false;
        Sequential chain = Sequential(convolution, norm, ReLU());
        norm.eval();
        float[] mean = Recorded.Read(norm.running_mean!), variance = Recorded.Read(norm.running_var!);
        Tensor x = Recorded.Tensor([2, 3, 6, 6], 1);
        chain.call(x).sum().backward();
        Assert.NotNull(convolution.weight.grad);
        Assert.Null(norm.weight.grad);
        Assert.Equal(mean, Recorded.Read(norm.running_mean!));
        Assert.Equal(variance, Recorded.Read(norm.running_var!));
        Assert.Equal(0, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void A_frozen_chain_still_gives_the_gradient_of_its_input()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequential chain = Sequential(Conv2d(3, 4, 3), BatchNorm2d(4), ReLU6());
        chain.eval();
        foreach (Parameter parameter in chain.parameters())
        {
            parameter.requires_grad = false;
        }

        Tensor x1 = Recorded.Tensor([2, 3, 6, 6], 1).requires_grad_(), x2 = Recorded.Tensor([2, 3, 6, 6], 1).requires_grad_();
        chain.call(x1).sum().backward();
        Tensor single = x2;
        for (int i = 0; i < chain.Count; i++)
        {
            single = chain[i].call(single);
        }

        single.sum().backward();
        Recorded.AssertClose(Recorded.Read(x2.grad!), x1.grad!, 1e-4, "gradient of the input");
    }

    static Tensor Input(string chain) => chain.StartsWith("linear", StringComparison.Ordinal) ? Recorded.Tensor([5, 6], 1)
        : Recorded.Tensor([3, 4, 7, 6], 1, 2);

    static Module<Tensor, Tensor>[] Modules(string chain)
    {
        manual_seed(17);
        return chain switch
        {
            "conv bn relu6" => [Conv2d(4, 5, 3, padding: 1, bias: false), Norm(5), ReLU6()],
            "conv bn relu" => [Conv2d(4, 5, 1, bias: false), Norm(5), ReLU()],
            "conv bn" => [Conv2d(4, 5, 3, stride: 2), Norm(5)],
            "conv relu" => [Conv2d(4, 5, 3), ReLU()],
            "bn relu6" => [Norm(4), ReLU6()],
            "linear relu" => [Linear(6, 7), ReLU()],
            "depthwise bn relu6" => [Conv2d(4, 4, 3, padding: 1, groups: 4, bias: false), Norm(4), ReLU6()],
            "conv bias bn relu" => [Conv2d(4, 5, 3), Norm(5), ReLU()],
            _ => throw new NotSupportedException(chain),
        };
    }

    static BatchNorm2d Norm(int channels)
    {
        BatchNorm2d norm = BatchNorm2d(channels);
        using var recordingOff = no_grad();
        norm.weight!.copy_(Recorded.Tensor([channels], 2, .5f, 1));
        norm.bias!.copy_(Recorded.Tensor([channels], 3));
        norm.running_mean!.copy_(Recorded.Tensor([channels], 4, .3f));
        norm.running_var!.copy_(Recorded.Tensor([channels], 5, .5f, 1));
        return norm;
    }
}
