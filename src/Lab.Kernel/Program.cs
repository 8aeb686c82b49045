using System.Text;
using System.Text.Json;
using Lab.Kernel;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;

// Cells come in on standard input, one JSON string a line; what they show goes out on standard output, one JSON object a line.
// A cell itself has no standard input, and what it writes to the console becomes events of the kernel.
using var requests = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
using var replies = new Replies(Console.OpenStandardOutput());
Console.SetIn(TextReader.Null);
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;   // the parent decides when to end

using var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers() };
using IDisposable listening = kernel.KernelEvents.Subscribe(replies);
while (await requests.ReadLineAsync() is { } line)
{
    await kernel.SubmitCodeAsync(JsonSerializer.Deserialize<string>(line)!);
}
