#:sdk Microsoft.NET.Sdk.Web
#:project ../src/TransferLearning/TransferLearning.csproj
#:property PublishAot=false
#:property RunWorkingDirectory=$(MSBuildStartupDirectory)

// A trained model as a small web application: drop a picture onto its page, read the answer, and see which places speak for it.
//
//   dotnet run notebooks/pet-server.cs -- my-model.safetensors       then open http://localhost:5000
//   curl --data-binary @minka.jpg http://localhost:5000/predict      {"class":"cat","probabilities":{"cat":0.98,"dog":0.02},…}
// Options: --urls http://127.0.0.1:8080, --places 32. Lesson 8 (08-an-application.ipynb) says why everything is as it is here.

using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.RateLimiting;
using TransferLearning;
using static TorchSharp.torch;
using Answer = (float[] Shares, bool? IsUnlike, float[,]? Map);

const int mostMegabytes = 20, mostMegapixels = 50, largestBatch = 16;

// One model for all requests, in eval mode, as Load gives it. Beside it lies what its training images were like.
TransferModel model;
OutOfDistribution? known;
try
{
    string file = args is [string given, ..] ? given : "my-model.safetensors", besides = OutOfDistribution.PathBeside(file);
    model = TransferModel.Load(file);
    known = File.Exists(besides) ? OutOfDistribution.Load(besides) : null;
}
catch (UserMistakeException mistake)
{
    Console.Error.WriteLine($"{mistake.Message}\nLesson 6 saves a model; or make results/frozen-42.safetensors of drawings, in a minute:\n"
        + "dotnet run -c Release --project src/Lab -- compare --strategies frozen");
    return 2;
}

WebApplicationBuilder builder = WebApplication.CreateBuilder([.. args.Skip(1)]);   // a path that begins with / would be taken for an option
builder.Logging.SetMinimumLevel(LogLevel.Warning);                       // four lines per request otherwise
builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1;[::1]";   // no foreign page gets in by giving this machine a name
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = mostMegabytes << 20);

// Back-pressure: so many requests are in progress, from first byte to answer; the next one is told at once when to come again.
builder.Services.AddRateLimiter(limits =>
{
    limits.AddConcurrencyLimiter("places", options => options.PermitLimit = builder.Configuration.GetValue("places", 32));
    limits.OnRejected = async (rejected, _) =>
    {
        rejected.HttpContext.Response.Headers.RetryAfter = "1";
        await Sentence(503, "Too many pictures are waiting; try again in a second.").ExecuteAsync(rejected.HttpContext);
    };
});

// The page may run its own script and style and nothing else, and speak with this server only.
string page = File.ReadAllText($"{AppContext.GetData("EntryPointFileDirectoryPath") ?? AppContext.BaseDirectory}/pet-server.html")
    .ReplaceLineEndings("\n").Replace("{classes}", System.Net.WebUtility.HtmlEncode(string.Join(", ", model.Classes)));
string policy = $"default-src 'none'; script-src '{HashOf("script")}'; style-src '{HashOf("style")}'; img-src blob: data:; "
    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// Decoding goes beside computing, on a thread per core. Computing is for one thread: libtorch itself takes every core for a batch.
TaskScheduler decoding = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;
Channel<Job> waiting = Channel.CreateUnbounded<Job>();   // never more jobs than places
int size = model.ImageSize;
new Thread(Work) { IsBackground = true }.Start();
waiting.Writer.TryWrite(new Job(new byte[size * size * 3], IsExplained: true, default));   // the first is slow, so it is nobody's

WebApplication app = builder.Build();
app.Use((context, next) =>
{
    (context.Response.Headers.ContentSecurityPolicy, context.Response.Headers.XContentTypeOptions) = (policy, "nosniff");
    return next(context);
});
app.UseRateLimiter();
app.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8"));
app.MapPost("/predict", PredictAsync).RequireRateLimiting("places");
app.Lifetime.ApplicationStarted.Register(
    () => Console.WriteLine($"{string.Join(", ", model.Classes)} on {model.Device}: {string.Join(", ", app.Urls)}"));
app.Run();
return 0;

async Task<IResult> PredictAsync(HttpRequest request, CancellationToken gone)   // gone: the client is
{
    long began = Environment.TickCount64;
    using MemoryStream body = new();   // to memory, not to disk, and under no name that the client could choose
    try
    {
        await request.Body.CopyToAsync(body, gone);
    }
    catch (BadHttpRequestException refused)
    {
        return Sentence(refused.StatusCode, refused.StatusCode == 413 ? $"Pictures have {mostMegabytes} MB at most." : "It came cut off.");
    }

    // Exactly as for training: upright, and stretched to the size that stands in the model's file.
    (byte[]? pixels, string? reason) = await Task.Factory.StartNew(
        () => ImageDecoder.Decode(body.ToArray(), size, mostMegapixels), gone, TaskCreationOptions.None, decoding);
    if (pixels is null)
    {
        return Sentence(400, $"The picture cannot be used: {reason}.");
    }

    var job = new Job(pixels, request.Query.ContainsKey("explain"), gone);
    waiting.Writer.TryWrite(job);
    (float[] shares, bool? isUnlike, float[,]? map) = await job.Answer.Task.WaitAsync(gone);
    string answer = model.Classes[Array.IndexOf(shares, shares.Max())];
    var (probabilities, heat) = (model.Classes.Zip(shares).ToDictionary(), map?.Cast<float>().Chunk(map.GetLength(1)));
    return Results.Ok(new { Class = answer, probabilities, isUnlike, Seconds = (Environment.TickCount64 - began) / 1000.0, heat });
}

void Work()
{
    foreach (Job first in waiting.Reader.ReadAllAsync().ToBlockingEnumerable().Where(job => !job.Gone.IsCancellationRequested))
    {
        List<Job> batch = [first];   // and what came while the last batch was computed: together is cheaper than one by one
        while (batch.Count < largestBatch && waiting.Reader.TryRead(out Job? next))
        {
            batch.Add(next);
        }

        batch.RemoveAll(job => job != first && job.Gone.IsCancellationRequested);
        try
        {
            // TorchSharp may free a number while libtorch reads it if another thread causes a collection just then, as requests always do.
            using FinalizerGate gate = FinalizerGate.Close();
            using var scope = NewDisposeScope();
            Tensor images = stack(batch.Select(job => tensor(job.Pixels, [size, size, 3]))).permute(0, 3, 1, 2);
            float[,]?[] heats = [.. batch.Select((job, row) => job.IsExplained ? GradCam.Of(model, images[row..(row + 1)]) : null)];
            using IDisposable inference = inference_mode();   // no gradients from here on; Grad-CAM needs some, so it is on request
            Tensor features = model.Features(images), logits = model.Classify(features);
            Tensor shares = (logits.shape[1] == 1 ? cat([-logits, logits], 1).sigmoid() : logits.softmax(1)).cpu();
            bool[]? isUnlike = known?.IsUnlike(features);
            foreach ((int row, Job job) in batch.Index())
            {
                job.Answer.SetResult((shares[row].data<float>().ToArray(), isUnlike?[row], heats[row]));
            }
        }
        catch (Exception failure)
        {
            batch.ForEach(job => job.Answer.TrySetException(failure));   // status 500 for these; the next batch is another one
        }
    }
}

IResult Sentence(int status, string sentence) => Results.Json(new { Error = sentence }, statusCode: status);
string HashOf(string tag) => "sha256-" + Convert.ToBase64String(
    SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(page.Split($"<{tag}>")[1].Split($"</{tag}>")[0])));

internal sealed record Job(byte[] Pixels, bool IsExplained, CancellationToken Gone)
{
    public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);   // not on Work's thread
}
