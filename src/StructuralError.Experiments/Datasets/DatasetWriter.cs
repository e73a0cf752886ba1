using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>Writes a data set of bytes as the four IDX files that <c>--dataset PATH</c> reads.</summary>
public static class DatasetWriter
{
    /// <param name="overwrite">Whether existing files may be replaced.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.CannotCreate"/>: a file exists and may not be replaced, nothing was written; <see cref="FailureKind.InputOutput"/>: writing
    /// failed.
    /// </exception>
    public static IReadOnlyList<string> Write(DatasetPair data, string directory, bool overwrite)
    {
        RequireFree(directory, overwrite);
        List<string> paths = Paths(directory);
        DurableDirectory.Make(directory);
        TemporaryName.Sweep(directory, name => MnistFile.All.Any(file => file.Name == name));
        IdxWriter.Write(paths[0], ImageDimensions(data.Train), data.Train.Bytes);
        IdxWriter.Write(paths[1], [data.Train.Count], data.Train.Labels);
        IdxWriter.Write(paths[2], ImageDimensions(data.Test), data.Test.Bytes);
        IdxWriter.Write(paths[3], [data.Test.Count], data.Test.Labels);
        return paths;
    }

    /// <summary>Refuses at once what <see cref="Write"/> would refuse, before data are made.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.CannotCreate"/>: a file exists and may not be replaced.</exception>
    public static void RequireFree(string directory, bool overwrite)
    {
        List<string> taken = overwrite ? [] : [.. Paths(directory).Where(Path.Exists)];
        if (taken.Count > 0)
        {
            throw new UserErrorException(FailureKind.CannotCreate, $"{string.Join(", ", taken)}: exists already. Name another directory or give --force.");
        }
    }

    private static List<string> Paths(string directory) => [.. MnistFile.All.Select(file => Path.Combine(directory, file.Name))];

    /// <summary>[n, height, width], with channels before the height where there are several.</summary>
    internal static int[] ImageDimensions(Dataset data) => data.SampleShape.Channels == 1
        ? [data.Count, data.SampleShape.Height, data.SampleShape.Width]
        : [data.Count, data.SampleShape.Channels, data.SampleShape.Height, data.SampleShape.Width];
}
