using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Lab.Kernel;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;

// Cells come in on standard input, one JSON string a line; what they show goes out on standard output, one JSON object a line.
// A cell itself has no standard input, and what it writes to the console becomes events of the kernel.
using var requests = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
using var replies = new Replies(Console.OpenStandardOutput());
Console.SetIn(TextReader.Null);
Console.SetOut(new ReplyWriter(replies, "stdout"));   // for what a cell's thread writes after its cell has ended
Console.SetError(new ReplyWriter(replies, "stderr"));
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;   // the parent decides when to end

// Nobody reads any more when the parent has gone, even by force: an endless cell must not outlive it.
var cells = Channel.CreateUnbounded<string>();
var reading = new Thread(() =>
{
    while (requests.ReadLine() is { } line)
    {
        cells.Writer.TryWrite(JsonSerializer.Deserialize<string>(line)!);
    }

    Environment.Exit(0);
}) { IsBackground = true };
reading.Start();

// The script engine loads an assembly once for every version that is asked for: two FSharp.Core, and Plotly.NET finds no member of
// the other's types. An assembly that is loaded already does for all who ask for it or for an older one.
AssemblyLoadContext.Default.Resolving += (_, wanted) => AppDomain.CurrentDomain.GetAssemblies()
    .FirstOrDefault(loaded => loaded.GetName() is var name && name.Name == wanted.Name && name.Version >= wanted.Version);

using var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers() };
using IDisposable listening = kernel.KernelEvents.Subscribe(replies);
await foreach (string cell in cells.Reader.ReadAllAsync())
{
    await kernel.SubmitCodeAsync(cell);
}
