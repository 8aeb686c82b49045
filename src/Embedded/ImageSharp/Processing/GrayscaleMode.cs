namespace SixLabors.ImageSharp.Processing;

/// <summary>How much each colour counts for grey.</summary>
public enum GrayscaleMode
{
    /// <summary>ITU-R BT.709.</summary>
    Bt709,

    /// <summary>ITU-R BT.601.</summary>
    Bt601,
}
