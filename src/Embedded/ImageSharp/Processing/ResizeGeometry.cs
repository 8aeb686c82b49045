namespace SixLabors.ImageSharp.Processing;

/// <summary>The size that a resized picture has, and the rectangle in it, perhaps overhanging, that its pixels fill.</summary>
internal readonly record struct ResizeGeometry(Size Size, Rectangle Target)
{
    /// <summary>Works it out from the options.</summary>
    public static ResizeGeometry Calculate(Size source, ResizeOptions options)
    {
        (int width, int height) = options.Size;
        if (width <= 0 && height <= 0)
        {
            throw new InvalidOperationException($"Target width {width} and height {height} must be greater than zero.");
        }

        // A side of zero follows from the other one.
        width = width == 0 ? Math.Max(1, Round(source.Width * height / (float)source.Height)) : width;
        height = height == 0 ? Math.Max(1, Round(source.Height * width / (float)source.Width)) : height;
        return options.Mode switch
        {
            ResizeMode.Manual => Place(
                options.TargetRectangle ?? throw new InvalidOperationException("Manual resizing requires a target location and size."),
                width,
                height),
            ResizeMode.Crop => Cover(source, width, height, options.Position),
            ResizeMode.Pad => Pad(source, width, height, options.Position),
            ResizeMode.BoxPad when source.Width < width && source.Height < height =>
                new ResizeGeometry(new Size(width, height), Place(new Size(width, height), source, options.Position)),
            ResizeMode.BoxPad => Pad(source, width, height, options.Position),
            ResizeMode.Max => Whole(source.Height / (float)source.Width < height / (float)width
                ? AtLeastOne(width, Round(source.Height * (width / (float)source.Width)))
                : AtLeastOne(Round(source.Width * (height / (float)source.Height)), height)),
            ResizeMode.Min => Whole(Shrink(source, width, height)),
            _ => Whole(AtLeastOne(width, height)),
        };
    }

    // A target without extent takes that of the whole.
    private static ResizeGeometry Place(Rectangle target, int width, int height) =>
        new(AtLeastOne(width, height), new Rectangle(
            new Point(target.X, target.Y),
            AtLeastOne(target.Width > 0 ? target.Width : width, target.Height > 0 ? target.Height : height)));

    private static ResizeGeometry Whole(Size size) => new(size, new Rectangle(0, 0, size.Width, size.Height));

    private static ResizeGeometry Cover(Size source, int width, int height, AnchorPositionMode position)
    {
        float percentWidth = width / (float)source.Width;
        float percentHeight = height / (float)source.Height;
        float ratio = Math.Max(percentWidth, percentHeight);
        bool overhangsBelow = percentHeight < percentWidth;
        int x = overhangsBelow ? 0 : Along(width - (source.Width * ratio), Horizontally(position));
        int y = overhangsBelow ? Along(height - (source.Height * ratio), Vertically(position)) : 0;
        Size covering = overhangsBelow
            ? AtLeastOne(width, (int)MathF.Ceiling(source.Height * percentWidth))
            : AtLeastOne((int)MathF.Ceiling(source.Width * percentHeight), height);
        return new ResizeGeometry(AtLeastOne(width, height), new Rectangle(new Point(x, y), covering));
    }

    private static ResizeGeometry Pad(Size source, int width, int height, AnchorPositionMode position)
    {
        float percentWidth = width / (float)source.Width;
        float percentHeight = height / (float)source.Height;
        bool hasMarginsBeside = percentHeight < percentWidth;
        float ratio = Math.Min(percentWidth, percentHeight);
        int x = hasMarginsBeside ? Along(width - (source.Width * ratio), Horizontally(position)) : 0;
        int y = hasMarginsBeside ? 0 : Along(height - (source.Height * ratio), Vertically(position));
        Size inner = hasMarginsBeside
            ? AtLeastOne(Round(source.Width * percentHeight), height)
            : AtLeastOne(width, Round(source.Height * percentWidth));
        return new ResizeGeometry(AtLeastOne(width, height), new Rectangle(new Point(x, y), inner));
    }

    private static Rectangle Place(Size outer, Size inner, AnchorPositionMode position) =>
        new(
            new Point(
                (int)((outer.Width - inner.Width) * Horizontally(position)),
                (int)((outer.Height - inner.Height) * Vertically(position))),
            inner);

    private static Size Shrink(Size source, int width, int height)
    {
        if (width > source.Width || height > source.Height)
        {
            return source;
        }

        int widthLess = source.Width - width;
        int heightLess = source.Height - height;
        bool followsWidth = widthLess == heightLess ? height > width : widthLess < heightLess;
        return followsWidth
            ? AtLeastOne(width, Round(width * (source.Height / (float)source.Width)))
            : AtLeastOne(Round(height * (source.Width / (float)source.Height)), height);
    }

    private static int Along(float free, float share) => Round(free * share);

    private static float Horizontally(AnchorPositionMode position) => position switch
    {
        AnchorPositionMode.Left or AnchorPositionMode.TopLeft or AnchorPositionMode.BottomLeft => 0f,
        AnchorPositionMode.Right or AnchorPositionMode.TopRight or AnchorPositionMode.BottomRight => 1f,
        _ => 0.5f,
    };

    private static float Vertically(AnchorPositionMode position) => position switch
    {
        AnchorPositionMode.Top or AnchorPositionMode.TopLeft or AnchorPositionMode.TopRight => 0f,
        AnchorPositionMode.Bottom or AnchorPositionMode.BottomLeft or AnchorPositionMode.BottomRight => 1f,
        _ => 0.5f,
    };

    private static int Round(float value) => (int)MathF.Round(value);

    private static Size AtLeastOne(int width, int height) => new(Math.Max(1, width), Math.Max(1, height));
}
