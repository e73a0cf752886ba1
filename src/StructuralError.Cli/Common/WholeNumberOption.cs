using System.CommandLine;
using System.Globalization;

namespace StructuralError.Cli.Common;

/// <summary>An option whose value is a whole number within bounds; anything else is a problem that names the value.</summary>
internal static class WholeNumberOption
{
    public static Option<int?> Create(string name, string description, int least, int most = int.MaxValue)
    {
        string range = most == int.MaxValue ? $"of at least {least}" : string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}");
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };

        // Not a validator: it would run on a value that could not be read, and ask for it.
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: '{text}' is not a whole number {range}.");
            return null;
        };
        return option;
    }
}
