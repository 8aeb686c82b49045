using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

/// <summary>A quarter of MobileNetV2 on tiny images, and what the tests of training ask of it.</summary>
internal static class SmallModel
{
    public static readonly TrainingOptions Short = new() { Name = "short", Epochs = 2, BatchSize = 8, LearningRate = 3e-3, Seed = 1 };

    public static TransferModel Of(IReadOnlyList<string> classes, int imageSize = 32, int seed = 3) =>
        TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, classes, imageSize: imageSize, seed: seed, device: "cpu");

    public static TransferModel BrightOrDark(int imageSize = 32) => Of(["bright", "dark"], imageSize);

    public static Split Split(TemporaryFolder folder, int perClass = 12) =>
        MadeUpPictures.TwoClasses(folder, perClass).Split(0.6, 0.2, 0.2, seed: 1);

    /// <summary>Tensors alive when all that nobody holds is gone.</summary>
    public static long CountTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    public static Dictionary<string, byte[]> Bytes(TransferModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        return model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().contiguous().bytes.ToArray());
    }

    public static float[] Numbers(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().contiguous().data<float>().ToArray();
    }
}

/// <summary>Cancels in an epoch, or at the first report.</summary>
internal sealed class Stopping(CancellationTokenSource stop, int epoch = 0) : IProgress<StepProgress>
{
    public void Report(StepProgress value)
    {
        if (value.Whole is null && Math.Ceiling(value.Done) >= epoch)
        {
            stop.Cancel();
        }
    }
}

/// <summary>Keeps all reports.</summary>
internal sealed class Listing : IProgress<StepProgress>
{
    public List<StepProgress> All { get; } = [];

    public void Report(StepProgress value) => All.Add(value);
}
