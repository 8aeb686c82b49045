namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The second bytes of the markers that matter here (T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte StartOfFrame0 = 0xC0;
    public const byte StartOfFrame1 = 0xC1;
    public const byte StartOfFrame2 = 0xC2;
    public const byte DefineHuffmanTables = 0xC4;
    public const byte StartOfFrame15 = 0xCF;
    public const byte JpegExtension = 0xC8;
    public const byte DefineArithmeticConditioning = 0xCC;
    public const byte Restart0 = 0xD0;
    public const byte Restart7 = 0xD7;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte DefineQuantizationTables = 0xDB;
    public const byte DefineRestartInterval = 0xDD;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;
    public const byte Temporary = 0x01;
}
