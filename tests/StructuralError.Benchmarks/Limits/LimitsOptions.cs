using System.Globalization;

namespace StructuralError.Benchmarks.Limits;

/// <param name="Models">Names of model files.</param>
/// <param name="Seconds">Time given to each case.</param>
/// <param name="Growth">Whether growth in k and in batch size is measured as well.</param>
/// <param name="SizesOnly">Only many classes, wide layers and many channels.</param>
internal sealed record LimitsOptions(string[] Models, int[] Threads, double Seconds, bool Growth, bool SizesOnly)
{
    public const string Usage = "limits [--models a,b,c,d] [--threads 1,2] [--seconds 0.5] [--no-growth] [--sizes]";

    /// <returns>Null where the arguments are not understood.</returns>
    public static LimitsOptions? Parse(string[] args)
    {
        var options = new LimitsOptions(["a", "b", "c", "d"], [.. Enumerable.Range(1, Math.Min(2, Environment.ProcessorCount))], 0.5, true, false);
        for (int i = 0; i < args.Length; i++)
        {
            string value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            switch (args[i])
            {
                case "--no-growth":
                    options = options with { Growth = false };
                    continue;
                case "--sizes":
                    options = options with { SizesOnly = true };
                    continue;
                case "--models" when value.Length > 0:
                    options = options with { Models = value.Split(',') };
                    break;
                case "--threads" when value.Split(',').All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0):
                    options = options with { Threads = [.. value.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))] };
                    break;
                case "--seconds" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }
}
