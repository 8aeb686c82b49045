using System.CommandLine;
using SixLabors.ImageSharp;
using Spectre.Console;
using TorchSharp;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab predict</c>: asks a trained model about pictures.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var pictures = new Argument<FileInfo[]>("PICTURE") { Description = "JPEG or PNG files.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<FileInfo>("--model")
        {
            Description = "A model that a comparison has written.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("results", "fine-tuned.safetensors")),
            HelpName = "FILE",
        };
        var command = new Command("predict", "Say what is on pictures, by the model just trained.") { pictures, model };
        command.SetAction(parsed => Predict(parsed.GetValue(model)!.FullName, [.. parsed.GetValue(pictures)!.Select(file => file.FullName)]));
        return command;
    }

    private static int Predict(string modelPath, string[] paths)
    {
        if (!File.Exists(modelPath))
        {
            throw new UserMistakeException($"There is no trained model {modelPath}; run a comparison first (it writes one), or name one with --model.");
        }

        (TransferModel model, int imageSize) = ModelFile.Load(modelPath);
        string familiarPath = ModelFile.FamiliarityPath(modelPath);
        using Familiarity? familiarity = File.Exists(familiarPath) ? Familiarity.Load(familiarPath) : null;
        using (model)
        {
            var table = new Table { Border = TableBorder.Simple }.AddColumns("picture", "class", "probability", "");
            foreach (string path in paths)
            {
                Prediction prediction = Prediction.Of(model, path, imageSize, familiarity);
                table.AddRow(
                    Markup.Escape(Path.GetFileName(path)),
                    Markup.Escape(prediction.ClassName),
                    $"{prediction.Probability:0.000}",
                    prediction.IsUnfamiliar ? "[yellow]unlike anything the model has seen; do not rely on it[/]" : "");
            }

            AnsiConsole.Write(table);
        }

        return 0;
    }
}
