using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>Finds the four files of a data set in a directory by the usual names: train-images, train-labels, t10k- or test-.</summary>
internal static class IdxDirectory
{
    private static readonly string[][] Prefixes =
    [
        ["train-images"],
        ["train-labels"],
        ["t10k-images", "test-images"],
        ["t10k-labels", "test-labels"],
    ];

    /// <returns>Paths in the order train images, train labels, test images, test labels.</returns>
    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: files are missing or several fit; all such problems at once.</exception>
    public static IReadOnlyList<string> Find(string directory)
    {
        string[] names;
        try
        {
            names = [.. Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw IdxError.Bad(directory, $"cannot be listed: {exception.Message.TrimEnd('.')}", "Check its permissions.", exception);
        }

        List<string> found = [];
        List<Problem> problems = [];
        foreach (string[] prefixes in Prefixes)
        {
            List<string> fitting = [.. names.Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))];
            // A file beside its own gzipped form is one file.
            fitting.RemoveAll(name => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && fitting.Contains(name[..^3]));
            if (fitting.Count == 1)
            {
                found.Add(Path.Combine(directory, fitting[0]));
            }
            else
            {
                problems.Add(new Problem(Describe(directory, prefixes, fitting)));
            }
        }

        return problems.Count == 0 ? found : throw new UserErrorException(FailureKind.BadData, problems);
    }

    private static string Describe(string directory, string[] prefixes, List<string> fitting)
    {
        string wanted = string.Join(" or ", prefixes.Select(prefix => $"{prefix}*"));
        int dimensions = prefixes[0].EndsWith("images", StringComparison.Ordinal) ? 3 : 1;
        return fitting.Count == 0
            ? $"{directory}: no file {wanted} (plain or .gz; for example {prefixes[0]}-idx{dimensions}-ubyte). Put it there or name another directory."
            : $"{directory}: several files fit {wanted}: {string.Join(", ", fitting)}. Leave one of them there.";
    }

    /// <summary>SHA-256 of each file's uncompressed content by the file's name without <c>.gz</c>.</summary>
    /// <exception cref="UserErrorException">A file cannot be read or is malformed.</exception>
    public static IReadOnlyDictionary<string, string> Hashes(IReadOnlyList<string> paths, CancellationToken cancellation) =>
        paths.ToDictionary(IdxDatasetLoader.UncompressedName, path => IdxReader.Read(path, cancellation).Sha256, StringComparer.Ordinal);
}
