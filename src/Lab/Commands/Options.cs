using System.CommandLine;

namespace Lab.Commands;

/// <summary>Makes options in a line each.</summary>
internal static class Options
{
    public static Option<T> Named<T>(string name, string? value, string description) =>
        new(name) { HelpName = value, Description = description };

    public static Option<T> Named<T>(string name, string? value, string description, T usual) =>
        new(name) { HelpName = value, Description = description, DefaultValueFactory = _ => usual };

    public static Option<string> Device(string what) =>
        Named("--device", "DEVICE", $"{what}: auto (a CUDA GPU if there is one, otherwise the CPU), cpu, or cuda:0.", "auto");
}
