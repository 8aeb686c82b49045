namespace TorchSharp;

public static partial class torch
{
    /// <summary>Records nothing until disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Records again inside of <see cref="no_grad"/>.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Records nothing until disposed; with <c>false</c> it records.</summary>
    public static IDisposable inference_mode(bool mode = true) => new GradMode(!mode, mode);

    public static bool is_grad_enabled() => Autograd.IsEnabled;

    public static bool is_inference_mode_enabled() => Autograd.IsInference;
}
