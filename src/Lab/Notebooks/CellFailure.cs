using System.Globalization;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>Why a notebook could not be run to its end.</summary>
/// <param name="Notebook">The notebook's path as one would type it.</param>
/// <param name="Cell">The cell's number among the cells that hold code, from 1.</param>
/// <param name="Cells">Cells that hold code.</param>
/// <param name="Line">The line of the cell, from 1, where it is known.</param>
/// <param name="Code">That line, or else the cell's first.</param>
/// <param name="Kind">The exception's type.</param>
/// <param name="Message">What it says.</param>
internal sealed record CellFailure(string Notebook, int Cell, int Cells, int? Line, string Code, string Kind, string Message)
{
    /// <summary>A failure out of the kernel's reply.</summary>
    public static CellFailure Of(string notebook, int cell, int cells, string source, KernelReply reply)
    {
        string[] lines = source.Split('\n', StringSplitOptions.TrimEntries);
        int? line = reply.Line is { } known && known >= 1 && known <= lines.Length ? known : null;
        string code = line is { } at ? lines[at - 1] : Array.Find(lines, text => text.Length > 0) ?? "";
        return new CellFailure(notebook, cell, cells, line, code, reply.Name ?? "Error", NativeMessage.WithoutBacktrace(reply.Message ?? ""));
    }

    /// <summary>What went wrong in clear sentences: where, the code, the message.</summary>
    public override string ToString()
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{Notebook} failed in code cell {Cell} of {Cells}{(Line is { } line ? $", line {line}" : "")}:");
        string what = Kind is "CompilationError" or "Error" or "Timeout" or "KernelEnded" ? Message : $"{Kind}: {Message}";
        return $"{place}\n    {Code}\n{what}";
    }
}
