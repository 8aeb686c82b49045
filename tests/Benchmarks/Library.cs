using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Benchmarks;

/// <summary>The same work by this library: channels-last strides, kept memory, what is frozen folded and run once.</summary>
internal static class Library
{
    private const int BatchSize = 32, ImageSize = 160, Epochs = 10, PerClass = 128, PerClassOfAll = 32;
    private static readonly string[] Classes = ["cat", "dog"];

    public static double Measure(string row, string[] arguments) => row switch
    {
        "forward" => Forward(Backbone.MobileNetV2, BatchSize, ImageSize),
        "step" => Step(),
        "resnet18" or "resnet50" or "vgg16" => Forward(Backbone.Named(row), 8, 224),
        "inception_v3" => Forward(Backbone.InceptionV3, 8, 299),
        "frozen" or "finetune" => OneStrategy(row, arguments[0]),
        "strategies" => Strategies(arguments[0]),
        "decode" => Decode(arguments[0]),
        "server" => Server.Measure(arguments[0], arguments[1], int.Parse(arguments[2])),
        _ => throw new ArgumentException($"There is no row {row}."),
    };

    /// <summary>As features are extracted.</summary>
    private static double Forward(Backbone backbone, int batchSize, int imageSize)
    {
        using TransferModel model = TransferModel.Create(backbone, Classes, imageSize: imageSize);
        model.Freeze();
        model.eval();
        using Tensor images = Speed.ChannelsLast(randn(batchSize, 3, imageSize, imageSize));
        return Program.PerSecond(batchSize, () =>
        {
            using FinalizerGate gate = FinalizerGate.Close();
            using DisposeScope scope = NewDisposeScope();
            model.RunFrozen(images);
        });
    }

    private static double Step()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, Classes, imageSize: ImageSize);
        model.train();
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        using Tensor images = Speed.ChannelsLast(randn(BatchSize, 3, ImageSize, ImageSize));
        using Tensor labels = randint(0, 2, [BatchSize, 1]).to(ScalarType.Float32);
        return Program.PerSecond(BatchSize, () =>
        {
            using FinalizerGate gate = FinalizerGate.Close();
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            binary_cross_entropy_with_logits(model.call(images), labels).backward();
            optimizer.step();
        });
    }

    private static double OneStrategy(string name, string folder)
    {
        using var few = new FewImages(folder);
        foreach (ImageSet part in few.Split.Parts)
        {
            part.Load(ImageSize).Dispose();   // the others have decoded before their clocks start, too
        }

        return Program.Once(few.Split.Training.Count * Epochs, () => Train(name, few.Split));
    }

    private static double Strategies(string folder)
    {
        using var few = new FewImages(folder, PerClassOfAll);
        return Program.Once(2 * PerClassOfAll, () =>
        {
            foreach (string name in (string[])["scratch", "frozen", "finetune"])
            {
                Train(name, few.Split);
            }
        });
    }

    private static void Train(string strategy, Split split)
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, Classes, imageSize: ImageSize);
        if (strategy != "scratch")
        {
            model.TrainsStatistics = false;
            model.Freeze();
        }

        if (strategy == "finetune")
        {
            model.UnfreezeFrom("features.12.conv.0.1");
        }

        model.FitAsync(split, new TrainingOptions { Epochs = Epochs, BatchSize = BatchSize, LearningRate = 1e-4 }).GetAwaiter().GetResult();
        model.Evaluate(split.Test);
    }

    /// <summary>As the cache of pixels is filled, without writing it: the peer keeps nothing either.</summary>
    private static double Decode(string folder)
    {
        string[] files = [.. Program.FirstImages(folder, 500).Select(image => image.Path)];
        void DecodeAll() => Parallel.ForEach(files, path => ImageDecoder.Decode(path, ImageSize));
        return Program.PerSecond(files.Length, DecodeAll);
    }

    /// <summary>The first images of each class, linked into a folder of their own, with an empty cache.</summary>
    private sealed class FewImages : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmark-");

        public FewImages(string source, int perClass = PerClass)
        {
            Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", Path.Combine(_folder.FullName, "cache"));
            foreach ((string path, int label) in Program.FirstImages(source, perClass))
            {
                string kind = Directory.CreateDirectory(Path.Combine(_folder.FullName, "images", Classes[label])).FullName;
                File.CreateSymbolicLink(Path.Combine(kind, Path.GetFileName(path)), path);
            }

            Split = ImageFolder.Open(Path.Combine(_folder.FullName, "images")).Split(seed: 42);
        }

        public Split Split { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
