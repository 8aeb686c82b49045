using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>The catalogue of backbones as a table.</summary>
internal static class BackboneTable
{
    public static void Print()
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("--backbone", "network", "pixels", "parameters", "fine-tuned from", "rates: scratch", "frozen", "fine-tuned");
        foreach (int column in new[] { 2, 3, 5, 6, 7 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (Backbone backbone in Backbone.Catalogue)
        {
            table.AddRow(
                backbone.Name, backbone.Title, $"{backbone.ImageSize}", $"{backbone.Parameters:N0}", backbone.FineTuneFrom, Rate(backbone.ScratchRate), Rate(backbone.FrozenRate), Rate(backbone.FineTuneRate));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Parameters are those without a classifier. \"fetch weights NAME\" brings the ImageNet weights of each.");
    }

    private static string Rate(double rate) => rate.ToString("0e0");
}
