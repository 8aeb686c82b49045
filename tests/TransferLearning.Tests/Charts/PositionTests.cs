using System.Xml.Linq;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;

namespace TransferLearning.Tests.Charting;

/// <summary>What is drawn stands where its value stands on the axis.</summary>
public class PositionTests
{
    private static readonly (string, double) Zero = ("0\u00A0%", 0), Hundred = ("100\u00A0%", 1);

    [Fact]
    public void A_bar_of_97_percent_ends_where_97_percent_is_on_the_axis()
    {
        var picture = new SvgPicture(Charts.Comparison(MadeUp.Result(Strategy.Frozen, 0.97)));
        double accuracy = MadeUp.Result(Strategy.Frozen, 0.97).TestAccuracy;
        XElement bar = Assert.Single(picture.Filled("rect", Colors.Blue));
        double start = SvgPicture.Number(bar, "x"), end = start + SvgPicture.Number(bar, "width");
        Assert.Equal(0, picture.ValueAtX(start, Zero, Hundred), 3);
        Assert.Equal(accuracy, picture.ValueAtX(end, Zero, Hundred), 3);
        Assert.Contains(Words.Percent(accuracy), picture.Texts);
    }

    [Fact]
    public void The_whiskers_end_where_the_interval_does()
    {
        StrategyResult result = MadeUp.Result(Strategy.Scratch, 0.70, 0.74, 0.71);
        var picture = new SvgPicture(Charts.Comparison(result));
        XElement whisker = picture.All("line").Single(l => l.Attribute("stroke")!.Value == Colors.Ink && l.Attribute("y1")!.Value == l.Attribute("y2")!.Value);
        Assert.Equal(result.TestAccuracyInterval.Low, picture.ValueAtX(SvgPicture.Number(whisker, "x1"), Zero, Hundred), 3);
        Assert.Equal(result.TestAccuracyInterval.High, picture.ValueAtX(SvgPicture.Number(whisker, "x2"), Zero, Hundred), 3);
    }

    [Fact]
    public void The_line_of_guessing_stands_at_one_over_the_number_of_classes()
    {
        var picture = new SvgPicture(Charts.Comparison(MadeUp.ThreeStrategies()));
        XElement line = picture.All("line").Single(l => l.Attribute("stroke-dasharray") is not null);
        Assert.Equal(0.5, picture.ValueAtX(SvgPicture.Number(line, "x1"), Zero, Hundred), 3);
    }

    [Fact]
    public void Every_epoch_of_a_curve_stands_at_its_value()
    {
        History history = MadeUp.History("frozen", 7, 0.6, 0.1, 0.81, 0.97);
        var picture = new SvgPicture(Charts.TrainingCurves(history));
        (double X, double Y)[] accuracy = picture.Lines(Colors.Blue).Where(p => p.Length == 7).Last();
        double y100 = MiddleOf(picture, "100\u00A0%"), y90 = MiddleOf(picture, "90\u00A0%");
        for (int i = 0; i < 7; i++)
        {
            double value = 1 + ((accuracy[i].Y - y100) / (y90 - y100) * -0.1);
            Assert.Equal(history.Epochs[i].ValidationAccuracy, value, 3);
        }
    }

    [Fact]
    public void The_best_epoch_wears_a_ring()
    {
        History history = MadeUp.History("frozen", 7, 0.6, 0.1, 0.81, 0.97) with { KeptEpoch = 3 };
        var picture = new SvgPicture(Charts.TrainingCurves(history));
        (double X, double Y)[][] curves = [.. picture.Lines(Colors.Blue).Where(p => p.Length == 7)];
        XElement[] rings = [.. picture.All("circle")];
        Assert.Equal(2, rings.Length);
        Assert.All(rings.Zip(curves), pair =>
        {
            Assert.Equal(pair.Second[2].X, SvgPicture.Number(pair.First, "cx"), 1);
            Assert.Equal(pair.Second[2].Y, SvgPicture.Number(pair.First, "cy"), 1);
        });
    }

    [Fact]
    public void Fine_tuning_starts_between_the_last_frozen_epoch_and_the_next()
    {
        var picture = new SvgPicture(Charts.TrainingCurves(MadeUp.History("frozen", 4, 0.6, 0.1, 0.81, 0.97), MadeUp.History("fine-tuned", 6, 0.1, 0.05, 0.97, 0.98)));
        (double X, double Y)[] curve = picture.Lines(Colors.Blue).First(p => p.Length == 10);
        XElement line = picture.All("line").First(l => l.Attribute("stroke-dasharray")?.Value == "6 4" && l.Attribute("x1")!.Value == l.Attribute("x2")!.Value);
        Assert.Equal((curve[3].X + curve[4].X) / 2, SvgPicture.Number(line, "x1"), 1);
        Assert.Contains("fine-tuning", picture.Texts);
        Assert.Contains("starts here", picture.Texts);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_leaves_a_gap()
    {
        EpochResult E(int epoch, double loss) => new(epoch, loss, 0.6, loss, 0.6, 1e-3, 1);
        var picture = new SvgPicture(
            Charts.TrainingCurves(new History("gap", [E(1, 0.7), E(2, 0.6), E(3, double.NaN), E(4, 0.5), E(5, 0.4)], 1)));
        XElement loss = picture.All("path").First(p => p.Attribute("stroke")?.Value == Colors.Blue);
        Assert.Equal(2, loss.Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Equal(2, loss.Attribute("d")!.Value.Count(c => c == 'L'));
    }

    [Fact]
    public void The_shade_of_a_cell_is_its_part_of_the_row()
    {
        Evaluation evaluation = MadeUp.Evaluation(0.9, 200);
        var picture = new SvgPicture(Charts.ConfusionMatrix(evaluation));
        double[] shades = [.. picture.Filled("rect", Colors.Blue).Select(r => SvgPicture.Number(r, "fill-opacity"))];
        Assert.Equal(2, shades.Length);
        Assert.Equal(0.05 + (0.95 * evaluation.Confusion[0, 0] / 100.0), shades[0], 2);
        Assert.Equal(0.05 + (0.95 * evaluation.Confusion[1, 1] / 100.0), shades[1], 2);
        Assert.Contains($"{evaluation.Confusion[0, 1]}", picture.Texts);
    }

    private static double MiddleOf(SvgPicture picture, string label)
    {
        XElement text = picture.TextElement(label);
        return SvgPicture.Number(text, "y") - (SvgPicture.Number(text, "font-size") * 0.35);
    }
}
