using System.Globalization;

namespace StructuralError.Benchmarks.Durability;

/// <param name="Model">Name of a model file.</param>
/// <param name="Directory">Where the runs are written, and removed again: on the disk that is to be measured. Null for the directory of temporary files.</param>
internal sealed record DurabilityOptions(string Model, int Epochs, int Rounds, int Threads, string? Directory)
{
    public const string Usage = "durability [--model a] [--epochs 40] [--rounds 5] [--threads 2] [--directory DIR]";

    /// <returns>Null where the arguments are not understood.</returns>
    public static DurabilityOptions? Parse(string[] args)
    {
        var options = new DurabilityOptions("a", 40, 5, Math.Min(2, Environment.ProcessorCount), null);
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            bool isCount = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0;
            switch (args[i])
            {
                case "--model" when value.Length > 0:
                    options = options with { Model = value };
                    break;
                case "--epochs" when isCount:
                    options = options with { Epochs = count };
                    break;
                case "--rounds" when isCount:
                    options = options with { Rounds = count };
                    break;
                case "--threads" when isCount:
                    options = options with { Threads = count };
                    break;
                case "--directory" when value.Length > 0:
                    options = options with { Directory = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
