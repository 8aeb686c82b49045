using System.CommandLine;
using TransferLearning;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab predict</c>: asks a trained model about images.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<FileInfo[]> images = new("IMAGE")
        {
            Description = $"Image files ({ImageDecoder.FormatNames}).", Arity = ArgumentArity.OneOrMore,
        };
        Option<FileInfo?> model = Named<FileInfo?>(
            "--model", "FILE", "A model that compare or a lesson has saved. By default the last one that compare has saved.");
        Option<string> device = Device("Where to compute");
        Command command = new("predict", "Ask a trained model about images: prints the probability, the class and the file of each.")
        {
            images, model, device,
        };
        command.SetAction(parsed => Predict(ModelPath(parsed.GetValue(model)), parsed.GetValue(device)!, parsed.GetValue(images)!));
        return command;
    }

    private static string ModelPath(FileInfo? named)
    {
        const string Cure = "run compare, or name one with --model.";
        string path = named?.FullName ?? LastModel.Path ?? throw new UserMistakeException($"There is no trained model yet: {Cure}");
        return File.Exists(path) ? path : throw new UserMistakeException($"There is no trained model {path}: {Cure}");
    }

    private static int Predict(string modelPath, string device, FileInfo[] images)
    {
        using TransferModel model = TransferModel.Load(modelPath, device);
        string besides = OutOfDistribution.PathBeside(modelPath);
        using OutOfDistribution? known = File.Exists(besides) ? OutOfDistribution.Load(besides) : null;
        int status = Program.Success;
        foreach (FileInfo image in images)
        {
            try
            {
                Prediction prediction = model.Predict(image.FullName);
                bool isUnlike = known?.IsUnlike(model, image.FullName) == true;
                string doubt = isUnlike ? "  unlike anything the model has seen: do not rely on it" : "";
                Console.WriteLine($"{prediction.Confidence:0.000}  {prediction.ClassName}  {image}{doubt}");
            }
            catch (UserMistakeException mistake)   // the others are answered all the same
            {
                Console.Error.WriteLine(mistake.Message);
                status = Program.Failure;
            }
        }

        return status;
    }
}

/// <summary>The model that compare saved last, wherever that was.</summary>
internal static class LastModel
{
    private static string Note => System.IO.Path.Combine(PixelCache.DefaultFolder, "last-model.txt");

    /// <summary>Its path; null before the first.</summary>
    public static string? Path => File.Exists(Note) ? File.ReadAllText(Note) : null;

    /// <summary>Notes it, unless the cache can only be read: then predict has to be told which model, that is all.</summary>
    public static void Remember(string path) => WholeFile.Quietly(() => WholeFile.Write(Note, part => File.WriteAllText(part, path)));
}
