using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Lab.Kernel;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;

// Cells come in on standard input, each a JSON string on one line. What they show goes out on standard output: see Replies.
// A cell itself has no standard input, and what it writes to the console becomes an output of the cell.
using StreamReader requests = new(Console.OpenStandardInput(), new UTF8Encoding(false));
Replies replies = new(Console.OpenStandardOutput());
Console.SetIn(TextReader.Null);
Console.SetError(Console.Out);   // for what a thread of a cell writes after its cell has ended
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;   // the parent decides when to end

// Nobody reads any more when the parent has gone, even by force: an endless cell must not outlive it.
Channel<string> cells = Channel.CreateUnbounded<string>();
Thread reading = new(() =>
{
    while (requests.ReadLine() is { } line)
    {
        cells.Writer.TryWrite(JsonSerializer.Deserialize<string>(line)!);
    }

    Environment.Exit(0);
})
{ IsBackground = true };
reading.Start();

using CompositeKernel kernel = new() { new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing() };
kernel.DefaultKernelName = "csharp";
using IDisposable listening = kernel.KernelEvents.Subscribe(replies.Send);
await foreach (string cell in cells.Reader.ReadAllAsync())
{
    await kernel.SubmitCodeAsync(cell);
    replies.SendEnd();
}
