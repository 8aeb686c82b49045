namespace TorchSharp;

/// <summary>The order of a new tensor's elements in memory. Its shape is always the logical one (NCHW for pictures).</summary>
internal enum Layout
{
    /// <summary>Row-major: the last dimension is dense.</summary>
    Contiguous,

    /// <summary>Four dimensions with the second (channels) dense: NHWC in memory.</summary>
    ChannelsLast,
}
