using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Benchmarks;

/// <summary>TorchSharp as tutorials write it: the whole network in every epoch, default strides, default allocator.</summary>
internal static class Plain
{
    private const int BatchSize = 32, ImageSize = 160, Epochs = 10, PerClass = 128, PerClassOfAll = 32;
    private const double TrainingShare = 0.8, ValidationShare = 0.1;

    public static double Measure(string row, string[] arguments) => row switch
    {
        "forward" => Forward(torchvision.models.mobilenet_v2(num_classes: 1), BatchSize, ImageSize),
        "step" => Step(),
        "resnet18" => Forward(torchvision.models.resnet18(num_classes: 1), 8, 224),
        "resnet50" => Forward(torchvision.models.resnet50(num_classes: 1), 8, 224),
        "vgg16" => Forward(torchvision.models.vgg16(num_classes: 1), 8, 224),
        "inception_v3" => Forward(torchvision.models.inception_v3(num_classes: 1), 8, 299),
        "frozen" or "finetune" => Strategy(row, arguments[0]),
        "strategies" => Strategies(arguments[0]),
        _ => throw new ArgumentException($"There is no row {row}."),
    };

    private static double Forward(Module<Tensor, Tensor> network, int batchSize, int imageSize)
    {
        network.eval();
        Tensor images = randn(batchSize, 3, imageSize, imageSize);
        return Program.PerSecond(batchSize, () =>
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = inference_mode();
            network.call(images);
        });
    }

    private static double Step()
    {
        Module<Tensor, Tensor> network = torchvision.models.mobilenet_v2(num_classes: 1);
        network.train();
        var optimizer = optim.Adam(network.parameters(), 1e-3);
        Tensor images = randn(BatchSize, 3, ImageSize, ImageSize), labels = randint(0, 2, [BatchSize, 1]).to(ScalarType.Float32);
        return Program.PerSecond(BatchSize, () =>
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            binary_cross_entropy_with_logits(network.call(images), labels).backward();
            optimizer.step();
        });
    }

    private static double Strategy(string name, string folder)
    {
        (Tensor images, Tensor labels) = Read(folder, PerClass);
        int training = (int)(labels.shape[0] * TrainingShare);
        return Program.Once(training * Epochs, () => Train(name, images, labels));
    }

    private static double Strategies(string folder) => Program.Once(2 * PerClassOfAll, () =>
    {
        (Tensor images, Tensor labels) = Read(folder, PerClassOfAll);
        foreach (string name in (string[])["scratch", "frozen", "finetune"])
        {
            Train(name, images, labels);
        }
    });

    private static (Tensor Images, Tensor Labels) Read(string folder, int perClass)
    {
        (string Path, int Label)[] files = Program.FirstImages(folder, perClass);
        var pixels = new byte[files.Length * ImageSize * ImageSize * 3];
        for (int i = 0; i < files.Length; i++)
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(files[i].Path);
            image.Mutate(x => x.Resize(ImageSize, ImageSize));
            image.CopyPixelDataTo(pixels.AsSpan(i * ImageSize * ImageSize * 3, ImageSize * ImageSize * 3));
        }

        Tensor order = randperm(files.Length);
        Tensor images = tensor(pixels, [files.Length, ImageSize, ImageSize, 3]).permute(0, 3, 1, 2).contiguous();
        return (images.index_select(0, order), tensor(files.Select(file => (long)file.Label).ToArray()).index_select(0, order));
    }

    private static void Train(string strategy, Tensor images, Tensor labels)
    {
        var features = (Module<Tensor, Tensor>)torchvision.models.mobilenet_v2().named_children()
            .Single(child => child.name == "features").module;
        Sequential network = Sequential(
            ("features", features), ("pool", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("dropout", Dropout(0.2)),
            ("classifier", Linear(1280, 1)));
        bool isTrainable = strategy == "scratch";
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            isTrainable |= name == "classifier.weight" || (strategy == "finetune" && name == "features.12.conv.0.1.weight");
            parameter.requires_grad = isTrainable;
        }

        using var optimizer = optim.Adam(network.parameters().Where(parameter => parameter.requires_grad), 1e-4);
        Tensor mean = tensor(new[] { 0.485f, 0.456f, 0.406f }, [1, 3, 1, 1]);
        Tensor deviation = tensor(new[] { 0.229f, 0.224f, 0.225f }, [1, 3, 1, 1]);
        int training = (int)(labels.shape[0] * TrainingShare), validation = (int)(labels.shape[0] * ValidationShare);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            network.train();
            foreach (BatchNorm2d norm in network.modules().OfType<BatchNorm2d>().Where(norm => strategy != "scratch"))
            {
                norm.eval();
            }

            foreach (Tensor batch in randperm(training).split(BatchSize))
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor logits = network.call(Normalize(images.index_select(0, batch)));
                binary_cross_entropy_with_logits(logits[.., 0], labels.index_select(0, batch).to(ScalarType.Float32)).backward();
                optimizer.step();
            }

            Judge(training, training + validation);
        }

        Judge(training + validation, (int)labels.shape[0]);

        Tensor Normalize(Tensor bytes) => (bytes.to(ScalarType.Float32) / 255 - mean) / deviation;

        void Judge(int start, int end)
        {
            network.eval();
            using IDisposable noGradient = no_grad();
            for (int i = start; i < end; i += BatchSize)
            {
                using DisposeScope scope = NewDisposeScope();
                int count = Math.Min(BatchSize, end - i);
                _ = (network.call(Normalize(images.narrow(0, i, count)))[.., 0] > 0).eq(labels.narrow(0, i, count) > 0).sum().item<long>();
            }
        }
    }
}
