using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Notebooks.Tests;

/// <summary>
/// Chromium without a window, spoken to by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol): what a person does
/// with mouse, keyboard and files, done for real.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("browser-test-");
    private readonly ClientWebSocket _socket = new();
    private Process _process = null!;
    private int _number;

    /// <summary>What the page's console and the browser complained of.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts a browser and opens a page in it.</summary>
    public static async Task<Browser> OpenAsync(string address)
    {
        Browser browser = new();
        await browser.StartAsync(address);
        return browser;
    }

    /// <summary>Sends a command, and gives its result.</summary>
    public async Task<JsonNode> SendAsync(string method, object? parameters = null)
    {
        int number = ++_number;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id = number, method, @params = parameters ?? new { } });
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            JsonNode received = await ReceiveAsync();
            if ((int?)received["id"] == number)
            {
                Assert.True(received["error"] is null, received.ToJsonString());
                return received["result"]!;
            }

            if ((string?)received["method"] is "Runtime.exceptionThrown" || (string?)received["params"]?["entry"]?["level"] is "error")
            {
                Complaints.Add(received["params"]!.ToJsonString());
            }
        }
    }

    /// <summary>The value of an expression on the page; empty where it has none.</summary>
    public async Task<string> ReadAsync(string expression) =>
        (string?)(await SendAsync("Runtime.evaluate", new { expression = $"String({expression})" }))["result"]?["value"] ?? "";

    /// <summary>Waits until an expression is true on the page.</summary>
    public async Task WaitForAsync(string expression)
    {
        for (int attempt = 0; await ReadAsync(expression) != "true"; attempt++)
        {
            Assert.True(attempt < 600, $"never true: {expression}; the page says: {await ReadAsync("document.body?.innerText")}");
            await Task.Delay(100);
        }
    }

    /// <summary>Drags a file over the page and drops it.</summary>
    public async Task DropAsync(string file, int x, int y)
    {
        foreach (string type in new[] { "dragEnter", "dragOver", "drop" })
        {
            var data = new { items = Array.Empty<object>(), files = new[] { file }, dragOperationsMask = 1 };
            await SendAsync("Input.dispatchDragEvent", new { type, x, y, data });
        }
    }

    /// <summary>Presses a key and lets it go.</summary>
    public async Task PressAsync(string key, int code, string text = "")
    {
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key, code = key, windowsVirtualKeyCode = code, text });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    /// <summary>Shows the page as on a screen of this width, light or dark.</summary>
    public async Task ShowAsync(int width, bool isDark)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = width < 500 });
        var features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } };
        await SendAsync("Emulation.setEmulatedMedia", new { features });
    }

    /// <summary>The whole page as a PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() => Convert.FromBase64String(
        (await SendAsync("Page.captureScreenshot", new { captureBeyondViewport = true }))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (int attempt = 0; _profile.Exists; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);   // a process of the browser is still about to end
            }

            _profile.Refresh();
        }
    }

    private async Task StartAsync(string address)
    {
        string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--remote-debugging-port=0",
            $"--user-data-dir={_profile.FullName}", address];
        _process = Programs.Start(Programs.Chromium!, arguments);
        TaskCompletionSource<string> said = new();
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.StartsWith("DevTools listening on ", StringComparison.Ordinal))
            {
                said.TrySetResult(line.Data?.Split(' ')[^1] ?? "");
            }
        };
        _process.BeginErrorReadLine();
        Uri listening = new(await said.Task);
        using HttpClient client = new();
        JsonNode? target = null;
        while (target is null)
        {
            JsonArray targets = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://{listening.Authority}/json")))!.AsArray();
            target = targets.FirstOrDefault(one => (string?)one!["type"] == "page" && (string?)one["url"] == address);
            await Task.Delay(target is null ? 100 : 0);
        }

        await _socket.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!), CancellationToken.None);
        foreach (string domain in new[] { "Runtime", "Page", "Log", "DOM" })
        {
            await SendAsync($"{domain}.enable");
        }

        // Complete is at first the empty page that every tab begins with.
        await WaitForAsync($"location.href === '{address}' && document.readyState === 'complete'");
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!;
    }
}
