using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>A camera's notes. This edition knows of the orientation alone.</summary>
public sealed class ExifProfile
{
    private const ushort OrientationId = 0x0112;
    private const int EntryLength = 12;
    private ExifValue<ushort>? orientation;

    /// <summary>A profile without notes.</summary>
    public ExifProfile()
    {
    }

    /// <summary>Reads a profile: a TIFF header and its directory. What is damaged is left out.</summary>
    public ExifProfile(byte[]? data)
    {
        if (data is not null && ReadOrientation(data) is ushort value)
        {
            orientation = new ExifValue<ushort>(value);
        }
    }

    /// <summary>A copy that shares nothing.</summary>
    public ExifProfile DeepClone() =>
        new() { orientation = orientation is null ? null : new ExifValue<ushort>(orientation.Value) };

    /// <summary>Looks a note up.</summary>
    public bool TryGetValue<TValueType>(ExifTag<TValueType> tag, [NotNullWhen(true)] out IExifValue<TValueType>? exifValue)
    {
        exifValue = tag.Equals(ExifTag.Orientation) ? orientation as IExifValue<TValueType> : null;
        return exifValue is not null;
    }

    /// <summary>Sets a note.</summary>
    public void SetValue<TValueType>(ExifTag<TValueType> tag, TValueType value)
        where TValueType : notnull
    {
        if (!tag.Equals(ExifTag.Orientation) || value is not ushort number)
        {
            throw new NotSupportedException("This edition keeps the orientation alone.");
        }

        orientation = new ExifValue<ushort>(number);
    }

    /// <summary>Takes a note out. Returns whether it was there.</summary>
    public bool RemoveValue(ExifTag tag)
    {
        bool isThere = tag.Equals(ExifTag.Orientation) && orientation is not null;
        orientation = isThere ? null : orientation;
        return isThere;
    }

    /// <summary>The profile as bytes that the constructor reads; null where there is nothing to say.</summary>
    public byte[]? ToByteArray()
    {
        if (orientation is null)
        {
            return null;
        }

        byte[] bytes = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), orientation.Value);
        return bytes;
    }

    private static ushort? ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        const ushort tiffVersion = 42;
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return null;
        }

        bool isLittle = tiff[0] == 'I';
        uint directory = ReadUInt32(tiff[4..], isLittle);
        if (ReadUInt16(tiff[2..], isLittle) != tiffVersion || directory > tiff.Length - 2)
        {
            return null;
        }

        ReadOnlySpan<byte> entries = tiff[(int)(directory + 2)..];
        int count = Math.Min(ReadUInt16(tiff[(int)directory..], isLittle), entries.Length / EntryLength);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(i * EntryLength, EntryLength);
            if (ReadUInt16(entry, isLittle) == OrientationId && ReadNumber(entry, isLittle) is ushort value)
            {
                return value;
            }
        }

        return null;
    }

    // An entry's value where it is one number, of a type that the package takes for an orientation, and not negative.
    private static ushort? ReadNumber(ReadOnlySpan<byte> entry, bool isLittle)
    {
        const int shortType = 3;
        const int signedShortType = 8;
        const int signedLongType = 9;
        if (ReadUInt32(entry[4..], isLittle) != 1)
        {
            return null;
        }

        ushort number = ReadUInt16(entry[8..], isLittle);
        return ReadUInt16(entry[2..], isLittle) switch
        {
            shortType => number,
            signedShortType when number <= short.MaxValue => number,
            signedLongType when ReadUInt32(entry[8..], isLittle) is uint value and <= ushort.MaxValue => (ushort)value,
            _ => null,
        };
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
