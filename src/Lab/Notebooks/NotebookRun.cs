using System.Diagnostics;
using Microsoft.DotNet.Interactive.Documents;

namespace Lab.Notebooks;

/// <summary>A notebook that has been run.</summary>
/// <param name="Document">Its cells, with their outputs as far as it came.</param>
/// <param name="Failure">Why it stopped; null where it came to its end.</param>
/// <param name="CellSeconds">What each cell took, in the order of the cells with code.</param>
internal sealed record NotebookRun(InteractiveDocument Document, CellFailure? Failure, IReadOnlyList<double> CellSeconds)
{
    /// <summary>Runs a notebook from top to bottom in a fresh kernel; stops at the first cell that fails.</summary>
    /// <param name="path">The notebook.</param>
    /// <param name="settings">How.</param>
    /// <param name="repositoryRoot">The folder that stable outputs name paths from.</param>
    /// <param name="progress">Is told when a cell begins and ends.</param>
    /// <param name="cancellation">Ends the kernel.</param>
    public static async Task<NotebookRun> RunAsync(string path, RunSettings settings, string repositoryRoot, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        InteractiveDocument document = await NotebookFile.ReadAsync(path);
        NotebookFile.Strip(document);
        InteractiveDocumentElement[] cells = NotebookFile.CodeCells(document);
        OutputCleaner? cleaner = settings.IsStable ? new OutputCleaner(repositoryRoot) : null;
        var seconds = new List<double>();
        await using KernelProcess kernel = KernelProcess.Start(Path.GetDirectoryName(Path.GetFullPath(path))!, settings.Environment);
        for (int index = 0; index < cells.Length; index++)
        {
            InteractiveDocumentElement cell = cells[index];
            cell.ExecutionOrder = index + 1;
            progress?.Report(new RunProgress(path, index + 1, cells.Length, null));
            var clock = Stopwatch.StartNew();
            var outputs = new CellOutputs(cell, cleaner);
            KernelReply last = await kernel.RunAsync(cell.Contents, outputs.Add, settings.Timeout, cancellation);
            outputs.Add(last);
            seconds.Add(clock.Elapsed.TotalSeconds);
            if (last.Kind == "failed")
            {
                return new NotebookRun(document, CellFailure.Of(Path.GetRelativePath(Environment.CurrentDirectory, path), index + 1, cells.Length, cell.Contents, last), seconds);
            }

            progress?.Report(new RunProgress(path, index + 1, cells.Length, clock.Elapsed.TotalSeconds));
        }

        return new NotebookRun(document, null, seconds);
    }
}
