using System.Text.Json;
using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Optim;

public class OptimizerTests
{
    public static TheoryData<string> Cases => Recorded.Names("optimizers");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Five_steps_end_where_PyTorchs_do(string name)
    {
        JsonElement[] steps = [.. Recorded.Named("optimizers", name).GetProperty("steps").EnumerateArray()];
        Parameter[] parameters = Parameters();
        using optim.Optimizer optimizer = Make(name, parameters);
        for (int step = 0; step < steps.Length; step++)
        {
            SetGradients(parameters, step);
            optimizer.step();
            for (int i = 0; i < parameters.Length; i++)
            {
                Recorded.AssertClose(Recorded.Floats(steps[step][i]), parameters[i], 2e-6, $"{name}, step {step + 1}, parameter {i}");
            }
        }
    }

    public static TheoryData<string> CasesWithMemory =>
        [.. ((IEnumerable<object[]>)Cases).Select(row => (string)row[0]).Where(name => name is not ("SGD" or "SGD maximize"))];

    [Fact]
    public void SGD_without_momentum_has_no_dictionary_to_load_as_in_the_package()
    {
        using var stopped = optim.SGD(Parameters(), 0.1);
        using var resumed = optim.SGD(Parameters(), 0.1);
        Assert.Throws<NullReferenceException>(() => resumed.load_state_dict(stopped.state_dict()));
    }

    [Theory]
    [MemberData(nameof(CasesWithMemory))]
    public void A_loaded_state_goes_on_as_if_nothing_had_happened(string name)
    {
        Parameter[] first = Parameters(), second = Parameters();
        using var stopped = (OptimizerHelper)Make(name, first);
        for (int step = 0; step < 2; step++)
        {
            SetGradients(first, step);
            stopped.step();
        }

        for (int i = 0; i < first.Length; i++)
        {
            using (no_grad())
            {
                second[i].copy_(first[i]);
            }
        }

        using var resumed = (OptimizerHelper)Make(name, second);
        resumed.load_state_dict(stopped.state_dict());
        SetGradients(first, 2);
        SetGradients(second, 2);
        stopped.step();
        resumed.step();
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(Recorded.Read(first[i]), Recorded.Read(second[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_saved_state_goes_on_as_if_nothing_had_happened(string name)
    {
        Parameter[] first = Parameters();
        using var stopped = (OptimizerHelper)Make(name, first);
        foreach (int step in new[] { 0, 1 })
        {
            SetGradients(first, step);
            stopped.step();
        }

        stopped.ParamGroups.Single().LearningRate = 0.03;
        using var file = new MemoryStream();
        stopped.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        Parameter[] second = [.. first.Select(p => new Parameter(p.detach().clone()))];
        using var resumed = (OptimizerHelper)Make(name, second);
        resumed.load_state_dict(new BinaryReader(file));
        Assert.Equal(0.03, resumed.ParamGroups.Single().LearningRate);
        SetGradients(first, 2);
        SetGradients(second, 2);
        stopped.step();
        resumed.step();
        Assert.All(first.Zip(second), pair => Assert.Equal(Recorded.Read(pair.First), Recorded.Read(pair.Second)));
    }

    [Fact]
    public void Another_optimizers_state_is_refused()
    {
        using var file = new MemoryStream();
        using Adam adam = optim.Adam(Parameters());
        adam.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        using SGD descent = optim.SGD(Parameters(), 0.1);
        Assert.Throws<InvalidDataException>(() => descent.load_state_dict(new BinaryReader(file)));
    }

    [Fact]
    public void Groups_have_rates_of_their_own()
    {
        Parameter[] parameters = Parameters();
        float[] before = Recorded.Read(parameters[1]);
        using SGD optimizer = optim.SGD([new SGD.ParamGroup([parameters[0]], lr: 0.5),
            new SGD.ParamGroup([parameters[1]], new SGD.Options())], learningRate: 0.125);
        Assert.Equal([0.5, 0.125], optimizer.ParamGroups.Select(g => g.LearningRate));
        SetGradients(parameters, 0);
        optimizer.step();
        float[] gradient = Recorded.Values(5, 51), after = Recorded.Read(parameters[1]);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(before[i] - (0.125f * gradient[i]), after[i], 6);
        }
    }

    [Fact]
    public void A_parameter_in_two_groups_steps_twice()
    {
        // PyTorch refuses it; the published package does not.
        var parameter = new Parameter(ones(1));
        using SGD optimizer = optim.SGD([new SGD.ParamGroup([parameter], lr: 0.25), new SGD.ParamGroup([parameter], lr: 0.25)], 1);
        parameter.grad = ones(1);
        optimizer.step();
        Assert.Equal(0.5f, parameter.item<float>());
    }

    [Fact]
    public void Parameters_without_a_gradient_stay()
    {
        Parameter[] parameters = Parameters();
        float[] before = Recorded.Read(parameters[0]);
        using Adam optimizer = optim.Adam(parameters);
        parameters[1].grad = Recorded.Tensor([5], 51);
        optimizer.step();
        Assert.Equal(before, Recorded.Read(parameters[0]));
        Assert.NotEqual(Recorded.Values(5, 41), Recorded.Read(parameters[1]));
    }

    [Fact]
    public void Zeroing_keeps_the_gradients_as_zeros()
    {
        Parameter[] parameters = Parameters();
        using Adam optimizer = optim.Adam(parameters);
        parameters[0].grad = Recorded.Tensor([4, 3], 50);
        optimizer.zero_grad();
        Assert.All(Recorded.Read(parameters[0].grad!), v => Assert.Equal(0, v));
        Assert.Null(parameters[1].grad);
    }

    [Fact]
    public void The_closures_loss_comes_back()
    {
        Parameter[] parameters = Parameters();
        using SGD optimizer = optim.SGD(parameters, 0.1);
        using Tensor? loss = optimizer.step(() => tensor(3.5f));
        Assert.Equal(3.5f, loss!.item<float>());
    }

    [Fact]
    public void An_optimizer_of_nothing_is_fine()
    {
        using Adam optimizer = optim.Adam(Array.Empty<Parameter>());
        Assert.Null(optimizer.step());
    }

    [Fact]
    public void Clipping_scales_all_gradients_by_their_common_norm()
    {
        Parameter[] parameters = Parameters();
        SetGradients(parameters, 0);
        double norm = Math.Sqrt(parameters.SelectMany(p => Recorded.Read(p.grad!)).Sum(g => (double)g * g));
        Assert.Equal(norm, nn.utils.clip_grad_norm_(parameters, 0.5), 5);
        Assert.Equal(0.5, Math.Sqrt(parameters.SelectMany(p => Recorded.Read(p.grad!)).Sum(g => (double)g * g)), 4);
        Assert.Equal(0.5, nn.utils.clip_grad_norm_(parameters, 10), 4);
    }

    static Parameter[] Parameters() => [new(Recorded.Tensor([4, 3], 40)), new(Recorded.Tensor([5], 41))];

    static void SetGradients(Parameter[] parameters, int step)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i].grad = Recorded.Tensor(parameters[i].shape, 50 + (2 * step) + i);
        }
    }

    static optim.Optimizer Make(string name, Parameter[] p) => name switch
    {
        "SGD" => optim.SGD(p, .1),
        "SGD momentum" => optim.SGD(p, .1, momentum: .9),
        "SGD dampening" => optim.SGD(p, .1, momentum: .9, dampening: .3, weight_decay: .02),
        "SGD nesterov" => optim.SGD(p, .05, momentum: .8, nesterov: true, weight_decay: .01),
        "SGD maximize" => optim.SGD(p, .1, maximize: true),
        "Adam" => optim.Adam(p),
        "Adam options" => optim.Adam(p, .01, .8, .95, 1e-6, .1),
        "Adam amsgrad" => optim.Adam(p, .01, amsgrad: true),
        "AdamW" => optim.AdamW(p, weight_decay: 0.01),
        "AdamW options" => optim.AdamW(p, .01, .85, .97, 1e-7, .1, amsgrad: true),
        "RMSprop" => optim.RMSProp(p),
        "RMSprop options" => optim.RMSProp(p, .02, .9, 1e-6, .05, .7, true),
        "RMSprop momentum" => optim.RMSProp(p, .01, momentum: .9),
        _ => throw new NotSupportedException(name),
    };
}
