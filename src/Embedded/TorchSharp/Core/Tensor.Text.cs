using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;

    /// <summary>How tensors are printed where no style is named.</summary>
    public static TensorStringStyle TensorStringStyle { get; set; } = TensorStringStyle.Julia;

    [Utils.TypeFormatterSource(typeof(Utils.TensorFormatters))]
    public partial class Tensor
    {
        const int LineWidth = 100;

        /// <summary>Shape, type and device.</summary>
        public override string ToString()
        {
            _ = Memory;   // refuses a disposed tensor, as everywhere
            return TensorText.Metadata(this);
        }

        /// <summary>The numbers as well, in the style wanted.</summary>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string? newLine = null)
        {
            _ = Memory;   // refuses a disposed tensor, as everywhere
            style = style == TensorStringStyle.Default ? torch.TensorStringStyle : style;
            var (format, line, culture) = (fltFormat ?? "g5", newLine ?? Environment.NewLine, cultureInfo ?? CultureInfo.CurrentCulture);
            return style switch
            {
                TensorStringStyle.Metadata => TensorText.Metadata(this),
                TensorStringStyle.Numpy => TensorText.Numpy(this, format, line, culture),
                _ => TensorText.Julia(this, format, width ?? LineWidth, line, culture),
            };
        }
    }
}
