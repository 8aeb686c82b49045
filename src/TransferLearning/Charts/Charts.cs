using Plotly.NET;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;

namespace TransferLearning;

/// <summary>What people look at: each method returns a <see cref="Chart"/>.</summary>
public static class Charts
{
    /// <summary>
    /// Loss and accuracy over the epochs, on the training and on the validation pictures, the epoch that is kept marked. Several histories are stages
    /// of one training that follow each other: a line marks where the next starts ("fine-tuning starts here").
    /// </summary>
    public static Chart TrainingCurves(params IReadOnlyList<History> stages) => TrainingCurvesFigure.Build(stages);

    /// <summary>The curves of a training that still runs, low enough to stand under its progress bar.</summary>
    /// <param name="soFar">The epochs that are done.</param>
    /// <param name="epochs">How many there will be: the curves grow into their room.</param>
    public static Chart Live(IReadOnlyList<EpochResult> soFar, int epochs)
    {
        ArgumentNullException.ThrowIfNull(soFar);
        return TrainingCurvesFigure.Live(soFar, epochs);
    }

    /// <summary>The curves of several trainings over each other, each starting at its first epoch.</summary>
    public static Chart OverlaidCurves(params IReadOnlyList<History> trainings) => OverlaidCurvesFigure.Build(trainings);

    /// <summary>Test accuracy of each strategy as bars with their intervals, and the close ones once more under a lens.</summary>
    public static Chart Comparison(params IReadOnlyList<StrategyResult> results) => ComparisonFigure.Build(results);

    /// <summary>
    /// Test accuracy of each backbone with its interval over the seconds it takes, and how large it is, from
    /// <see cref="BackboneComparison.RunAsync"/>.
    /// </summary>
    public static Chart Backbones(params IReadOnlyList<BackboneResult> results) => BackbonesFigure.Build(results);

    /// <summary>What the pictures of each class were taken for.</summary>
    public static Chart ConfusionMatrix(Evaluation evaluation, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return ConfusionFigure.Build(evaluation, title);
    }

    /// <summary>The ROC curve of one model that tells two classes apart.</summary>
    /// <exception cref="ArgumentException">There are more than two classes.</exception>
    public static Chart Roc(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return Roc(("model", evaluation));
    }

    /// <summary>The ROC curves of several models on the same pictures.</summary>
    /// <exception cref="ArgumentException">There are more than two classes.</exception>
    public static Chart Roc(params IReadOnlyList<(string Name, Evaluation Evaluation)> models) => RocFigure.Build(models);

    /// <summary>The same training at several learning rates.</summary>
    public static Chart LearningRates(params IReadOnlyList<(double LearningRate, History History)> trainings) =>
        LearningRatesFigure.Build(trainings);

    /// <summary>The loss while the learning rate rises, from <see cref="TransferLearning.LearningRateFinder"/>.</summary>
    public static Chart LearningRateFinder(LearningRateSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        return LearningRateFinderFigure.Build(sweep);
    }

    /// <summary>Pictures as points of a plane: their features along the two directions in which they differ most.</summary>
    /// <param name="features">One vector a picture, all of one length.</param>
    /// <param name="labels">The class of each picture, as an index into <paramref name="classes"/>.</param>
    /// <param name="classes">Names of the classes.</param>
    public static Chart Embedding(IReadOnlyList<float[]> features, IReadOnlyList<int> labels, IReadOnlyList<string> classes) =>
        Embedding([("", features)], labels, classes);

    /// <summary>The same pictures as several networks see them, such as before and after fine-tuning.</summary>
    public static Chart Embedding(IReadOnlyList<(string Name, IReadOnlyList<float[]> Features)> networks, IReadOnlyList<int> labels, IReadOnlyList<string> classes) =>
        EmbeddingFigure.Build(networks, labels, classes);

    /// <summary>A figure of your own, made with Plotly.NET, drawn like the others. Of its traces scatter, bar and heatmap are drawn.</summary>
    /// <param name="figure">What <c>Plotly.NET.CSharp.Chart</c> makes.</param>
    /// <param name="description">Its content in a sentence or two, for those who cannot see it.</param>
    public static Chart Of(GenericChart figure, string description = "")
    {
        ArgumentNullException.ThrowIfNull(figure);
        return new Chart(figure, FigureReader.Read(GenericChart.toJson(figure)).Layout.Title.Replace('\n', ' '), description);
    }

    /// <summary>
    /// Says that the charts from here on stand on another page. Interactive charts bring plotly.js along once a page; a program that runs several
    /// notebooks, one after the other, calls this between them.
    /// </summary>
    public static void StartPage() => InteractiveChart.StartPage();

    /// <summary>Some pictures of a data set with their classes, spread evenly over them.</summary>
    /// <param name="pictures">The pictures to choose from.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="count">How many to show.</param>
    /// <param name="title">Heading; "Some of the pictures" without.</param>
    public static Chart SampleGrid(IReadOnlyList<Picture> pictures, IReadOnlyList<string> classes, int count = 12, string? title = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return PictureCharts.Samples(pictures, classes, count, title);
    }

    /// <summary>Pictures, and under each the same one with the places that speak for the model's answer (see <see cref="TransferLearning.GradCam"/>).</summary>
    /// <param name="maps">A picture, the heat of its places from 0 to 1 (rows by columns, coarser than the picture), and what is written under it.</param>
    /// <param name="title">Heading; "Where the network looks" without.</param>
    public static Chart GradCam(IReadOnlyList<(Picture Picture, float[,] Heat, string Caption)> maps, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return PictureCharts.GradCam(maps, title);
    }

    /// <summary>The pictures that the model is most confidently wrong about, with the probability it gives its answer.</summary>
    public static Chart Mistakes(Evaluation evaluation, int count = 12, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return PictureCharts.Mistakes(evaluation, count, title);
    }
}
