namespace TransferLearning.Display;

/// <summary>The forms of a notebook output.</summary>
internal static class MimeTypes
{
    public const string Html = "text/html";
    public const string Svg = "image/svg+xml";
    public const string Text = "text/plain";
}
