namespace TorchSharp;

/// <summary>How a convolution pads when no amount is given.</summary>
public enum Padding
{
    Valid = 0,
    Same = 1,
}
