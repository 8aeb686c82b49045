using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab handout</c>: copies of the lessons for participants, without outputs, or with blanks to fill in, too.</summary>
internal static partial class HandoutCommand
{
    /// <summary>What a lesson's cell has in its metadata where code is left out of copies with blanks: what to write instead.</summary>
    internal const string Mark = "blank";

    public static Command Create()
    {
        Argument<DirectoryInfo> folder = new("DIR")
        {
            Description = "Folder for the copies.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, "handout")),
        };
        Option<bool> blanks = new("--blanks") { Description = "Leave out, too, the code that participants are to write as they follow." };
        Command command = new("handout", "Copy the lessons for participants, without outputs.") { folder, blanks };
        command.SetAction(parsed => CopyLessons(parsed.GetValue(folder)!.FullName, parsed.GetValue(blanks)));
        return command;
    }

    private static int CopyLessons(string folder, bool withBlanks)
    {
        string home = Path.Combine(Repository.Root, "notebooks");
        string[] lessons = [.. Directory.GetFiles(home, "0?-*.ipynb").Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path))];
        if (lessons.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } there)
        {
            throw new UserMistakeException($"{Path.Combine(folder, there)} is there already: name another folder, or delete it first.");
        }

        int blanks = 0;
        foreach (string name in lessons)
        {
            NotebookFile copy = NotebookFile.Read(Path.Combine(home, name));
            copy.Strip();
            foreach (JsonObject cell in copy.Cells)
            {
                string text = NotebookFile.Text(cell["source"]);
                if (cell["metadata"] is JsonObject metadata && metadata.Remove(Mark, out JsonNode? note) && withBlanks)
                {
                    text = WithBlank(text, NotebookFile.Text(note));
                    blanks++;
                }

                cell["source"] = (NotebookFile.IsCode(cell) ? Reference() : Link()).Replace(text, found => FromHere(found.Value));
            }

            copy.Write(Path.Combine(folder, name));
        }

        string what = withBlanks ? $"with {blanks} blanks to fill in" : "without outputs";
        Console.WriteLine($"{lessons.Length} lessons, {what}, are in {folder}. They load what is built here: leave them there.");
        return Program.Success;

        // Copies go on leading to each other; everything else stays where it is.
        string FromHere(string path) => lessons.Contains(path) ? path
            : Path.GetRelativePath(folder, Path.Combine(home, path)).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Empties the first block in braces at the left margin, a function's or a loop's; without one, the whole cell.</summary>
    private static string WithBlank(string code, string note)
    {
        Match block = Block().Match(code);
        return !block.Success ? Comment("")
            : $"{code[..block.Index]}\n{{\n{Comment("    ")}\n    throw new NotImplementedException();\n}}"
            + code[(block.Index + block.Length)..];

        string Comment(string indent) => string.Join('\n', note.Split('\n').Select(line => $"{indent}// {line}"));
    }

    [GeneratedRegex(@"\n\{\n.*?\n\}", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(?<=^#r \")[^\":]+(?=\")", RegexOptions.Multiline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?<=\]\()(?![a-z]+:|#)[^)#\s]+")]
    private static partial Regex Link();
}
