#:project ../src/TransferLearning/TransferLearning.csproj
#:property PublishAot=false
#:property RunWorkingDirectory=$(MSBuildStartupDirectory)

// Transfer learning three ways, in plain TorchSharp: one network trained from scratch, on frozen pre-trained features, and fine-tuned.
//
//   dotnet run -c Release notebooks/three-ways.cs                        drawings that the suite makes, in a minute or two
//   dotnet run -c Release notebooks/three-ways.cs -- FOLDER WEIGHTS      your images of two classes, a sub-folder for each;
//                                                                        WEIGHTS: MobileNetV2's, .pth or .safetensors
// The suite's library only reads files here: images into tensors, weights into a dictionary. The lessons explain every line.

using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
{
    if (failure.ExceptionObject is UserMistakeException mistake)
    {
        Console.Error.WriteLine(mistake.Message);   // a folder that is not there needs no stack trace
        Environment.Exit(2);
    }
};
if (args.Length is not (0 or 2))
{
    throw new UserMistakeException("Give a folder of images and a weights file, or nothing for drawings.");
}

const int seed = 42, batchSize = 32;
bool isSample = args.Length == 0;
(int imageSize, int epochs, double width) = isSample ? (96, 20, 0.35) : (160, 10, 1.0);
(double scratchRate, double frozenRate, double fineTuneRate) = isSample ? (3e-4, 1e-2, 1e-4) : (1e-3, 1e-3, 1e-4);
string weights = isSample ? Sample.WeightsOf(Sample.Backbones[0]) : args[1];
Split split = isSample ? Sample.Draw(seed) : ImageFolder.Open(args[0]).Split(0.8, 0.1, 0.1, seed);
if (split.Classes.Count != 2)
{
    throw new UserMistakeException($"{args[0]} has {split.Classes.Count} classes, and one logit tells two apart; for more see lesson 6.");
}

Device device = cuda.is_available() ? CUDA : CPU;
using Examples training = split.Training.Load(imageSize), validation = split.Validation.Load(imageSize), test = split.Test.Load(imageSize);
using Tensor mean = tensor(new[] { 0.485f, 0.456f, 0.406f }, [1, 3, 1, 1]).to(device);
using Tensor deviation = tensor(new[] { 0.229f, 0.224f, 0.225f }, [1, 3, 1, 1]).to(device);
Console.WriteLine($"{split.Training.Count} training, {split.Validation.Count} validation, {split.Test.Count} test images of "
    + $"{string.Join(", ", split.Classes)}; on {device}");

// 1. From scratch: random weights, and all 19 blocks of the network are trained.
Train("from scratch", Build(isPretrained: false), scratchRate, trainableFrom: 0, keepsStatistics: false);

// 2. Frozen: pre-trained features that stay as they are; only the new classifier is trained.
Sequential model = Build(isPretrained: true);
Train("frozen", model, frozenRate, trainableFrom: 19, keepsStatistics: true);

// 3. Fine-tuned: the upper blocks of the same model are trained on, in small steps.
Train("fine-tuned", model, fineTuneRate, trainableFrom: 12, keepsStatistics: true);

// MobileNetV2 without its ImageNet classifier, and a new one on top. (TorchSharp keeps `classifier` private: it cannot be replaced.)
Sequential Build(bool isPretrained)
{
    random.manual_seed(seed);
    var features = (Module<Tensor, Tensor>)torchvision.models.mobilenet_v2(width_mult: width).named_children()
        .First(child => child.name == "features").module;
    Sequential network = Sequential(
        ("features", features), ("pool", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("dropout", Dropout(0.2)),
        ("classifier", Linear(1280, 1)));
    if (isPretrained)
    {
        const string prefix = "features.";   // without it the names are those of the module inside, and every one of them must be there
        features.load_state_dict(WeightsFile.Read(weights).Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value));
    }

    return network.to(device);
}

void Train(string name, Sequential network, double learningRate, int trainableFrom, bool keepsStatistics)
{
    var clock = Stopwatch.StartNew();
    foreach ((string parameterName, Parameter parameter) in network.named_parameters())   // features.12.conv.0.0.weight, classifier.bias
    {
        parameter.requires_grad = parameterName.Split('.') is not ["features", var block, ..] || int.Parse(block) >= trainableFrom;
    }

    Parameter[] trainable = [.. network.parameters().Where(parameter => parameter.requires_grad)];
    using var optimizer = optim.Adam(trainable, learningRate);
    var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
    for (int epoch = 1; epoch <= epochs; epoch++)
    {
        network.train();
        if (keepsStatistics)
        {
            foreach (BatchNorm2d norm in network.modules().OfType<BatchNorm2d>())
            {
                norm.eval();   // with the means and variances of pre-training, whether its weight is trained or not
            }
        }

        double sum = 0;
        foreach ((Tensor images, Tensor labels) in training.Batches(batchSize, shuffleSeed: seed + epoch))
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor logits = network.call(Normalize(images))[.., 0];
            Tensor loss = binary_cross_entropy_with_logits(logits, labels.to(ScalarType.Float32).to(device));
            loss.backward();
            optimizer.step();
            sum += loss.item<float>() * labels.shape[0];
        }

        schedule.step();
        Console.Write($"\r{name,-12}  epoch {epoch} of {epochs}, loss {sum / training.Count:0.000} ");
    }

    double seconds = clock.Elapsed.TotalSeconds;
    Console.WriteLine($"\r{name,-12}  {trainable.Sum(parameter => parameter.numel()),9:N0} trainable parameters  {seconds,5:0.0} s  "
        + $"training {Accuracy(network, training):0.000}  validation {Accuracy(network, validation):0.000}  "
        + $"test {Accuracy(network, test):0.000}");
}

double Accuracy(Sequential network, Examples examples)
{
    network.eval();
    using IDisposable noGradient = no_grad();
    long correct = 0;
    foreach ((Tensor images, Tensor labels) in examples.Batches(batchSize))
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor isSecondClass = network.call(Normalize(images))[.., 0] > 0;
        correct += isSecondClass.eq(labels.to(device) == 1).sum().item<long>();
    }

    return (double)correct / examples.Count;
}

Tensor Normalize(Tensor images) => (images.to(device).to(ScalarType.Float32) / 255 - mean) / deviation;
