using System.CommandLine.Parsing;
using System.Globalization;

namespace Lab.Commands;

/// <summary>Numbers behind options have a decimal point. Of itself the parser takes the culture's: in Turkish 0.9 is nine.</summary>
internal static class DecimalNumber
{
    public static double Parse(ArgumentResult given)
    {
        string text = given.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            given.AddError($"{((OptionResult)given.Parent!).Option.Name} is \"{text}\"; give a number, such as 0.5.");
        }

        return number;
    }
}
