using System.Text.Json;
using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Embedded.TorchSharp.Tests.Optim;

public class ScheduleTests
{
    public static TheoryData<string> Cases => Recorded.Names("schedules");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rates_and_momenta_are_PyTorchs(string name)
    {
        JsonElement recorded = Recorded.Named("schedules", name);
        double[] rates = [.. recorded.GetProperty("rates").EnumerateArray().Select(r => r.GetDouble())];
        using SGD optimizer = SGD([new Parameter(zeros(1))], .4, momentum: .9);
        var group = (SGD.ParamGroup)optimizer.ParamGroups.Single();
        lr_scheduler.LRScheduler scheduler = Make(name, optimizer);
        if (recorded.TryGetProperty("metrics", out JsonElement metrics))
        {
            double[] seen = [.. metrics.EnumerateArray().Select(metric =>
            {
                scheduler.step(metric.GetDouble());
                return group.LearningRate;
            })];
            AssertEqual(rates, seen);
            return;
        }

        double[] momenta = [.. recorded.GetProperty("momenta").EnumerateArray().Select(r => r.GetDouble())];
        var gotRates = new List<double> { group.LearningRate };
        var gotMomenta = new List<double> { group.Momentum };
        for (int i = 1; i < rates.Length; i++)
        {
            scheduler.step();
            gotRates.Add(scheduler.get_last_lr().Single());
            gotMomenta.Add(group.Momentum);
        }

        AssertEqual(rates, gotRates);
        AssertEqual(momenta, gotMomenta);
    }

    [Fact]
    public void One_cycle_turns_Adams_first_beta()
    {
        using Adam optimizer = Adam([new Parameter(zeros(1))]);
        lr_scheduler.LRScheduler scheduler = lr_scheduler.OneCycleLR(optimizer, .1, total_steps: 10);
        var group = (Adam.ParamGroup)optimizer.ParamGroups.Single();
        Assert.Equal((.95, .999), group.Betas);
        Assert.Equal(.004, group.LearningRate, 12);
        scheduler.step();
        scheduler.step();
        Assert.Equal((.85, .999), group.Betas);
        Assert.Equal(.1, group.LearningRate, 12);
    }

    [Fact]
    public void A_plateau_schedule_wants_its_metric()
    {
        using SGD optimizer = SGD([new Parameter(zeros(1))], .4);
        Assert.Throws<InvalidOperationException>(() => lr_scheduler.ReduceLROnPlateau(optimizer).step());
    }

    static void AssertEqual(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12 + (1e-9 * Math.Abs(expected[i])));
        }
    }

    static lr_scheduler.LRScheduler Make(string name, Optimizer o) => name switch
    {
        "StepLR" => lr_scheduler.StepLR(o, 3, .5),
        "MultiStepLR" => lr_scheduler.MultiStepLR(o, [2, 5, 5, 7], .1),
        "ExponentialLR" => lr_scheduler.ExponentialLR(o, .9),
        "CosineAnnealingLR" => lr_scheduler.CosineAnnealingLR(o, 6, .01),
        "LambdaLR" => lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)),
        "LinearLR" => lr_scheduler.LinearLR(o, .2, .9, 4),
        "ConstantLR" => lr_scheduler.ConstantLR(o, .25, 3),
        "OneCycleLR" => lr_scheduler.OneCycleLR(o, .8, total_steps: 12),
        "OneCycleLR linear, three phases" => lr_scheduler.OneCycleLR(o, .8, epochs: 4, steps_per_epoch: 3,
            anneal_strategy: lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true),
        "ReduceLROnPlateau" => lr_scheduler.ReduceLROnPlateau(o, factor: .5, patience: 2),
        "ReduceLROnPlateau max" => lr_scheduler.ReduceLROnPlateau(o, "max", .1, 1, .01, "abs", 2, [1e-3]),
        _ => throw new NotSupportedException(name),
    };
}
