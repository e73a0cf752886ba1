using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// Finds the four files of a data set in a directory by the usual names: train-images, train-labels, t10k- or test-. All four may have one prefix more, as
/// EMNIST's and QMNIST's have (<c>emnist-letters-train-images…</c>), and may lie in a subdirectory <c>raw</c>, where torchvision leaves them.
/// </summary>
internal static class IdxDirectory
{
    private const string Raw = "raw";

    private const int MostListed = 12;

    private static readonly string[][] Roles =
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
        string[] names = Names(directory);
        string[] prefixes = Prefixes(names);
        if (prefixes.Length == 0 && RawOf(directory, names) is { Length: > 0 } places)
        {
            return places.Length == 1 ? Find(places[0]) : throw IdxError.Bad(
                directory, $"holds several data sets: {string.Join(", ", places)}", "Name one of these directories.");
        }

        // Files without a prefix are the ones meant, whatever lies beside them.
        string[] whole = prefixes.Contains(string.Empty) ? [string.Empty]
            : [.. prefixes.Where(prefix => Roles.All(role => Fitting(names, prefix, role).Count > 0))];
        return whole.Length switch
        {
            1 => Take(directory, names, whole[0]),
            0 => Take(directory, names, prefixes.FirstOrDefault(string.Empty)),
            _ => throw IdxError.Bad(
                directory,
                $"holds several data sets, their files begin with {string.Join(", ", whole)}",
                "Copy or link the four files of one of them into a directory of its own, and name that."),
        };
    }

    private static List<string> Take(string directory, string[] names, string prefix)
    {
        List<string> found = [];
        List<Problem> problems = [];
        foreach (string[] role in Roles)
        {
            List<string> fitting = Fitting(names, prefix, role);
            if (fitting.Count == 1)
            {
                found.Add(Path.Combine(directory, fitting[0]));
            }
            else
            {
                problems.Add(new Problem(Describe(directory, names, [.. role.Select(name => prefix + name)], fitting)));
            }
        }

        return problems.Count == 0 ? found : throw new UserErrorException(FailureKind.BadData, problems);
    }

    private static string[] Names(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw IdxError.Bad(directory, $"cannot be listed: {exception.Message.TrimEnd('.')}", "Check its permissions.", exception);
        }
    }

    /// <summary>What the usual names have before them, each once.</summary>
    private static string[] Prefixes(string[] names) =>
    [
        .. names
            .Select(name => Roles.SelectMany(role => role).Select(role => name.IndexOf(role, StringComparison.OrdinalIgnoreCase)).Where(start => start >= 0)
                .Select(start => name[..start]).FirstOrDefault())
            .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The directories in which torchvision would have left data: <c>raw</c>, and <c>MNIST/raw</c> and the like.</summary>
    private static string[] RawOf(string directory, string[] names)
    {
        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)) == Raw)
        {
            return [];
        }

        IEnumerable<string> places = names.Contains(Raw) ? [Path.Combine(directory, Raw)] : names.Select(name => Path.Combine(directory, name, Raw));
        return [.. places.Where(place => Directory.Exists(place) && Prefixes(Names(place)).Length > 0)];
    }

    /// <summary>The files of a role. A file beside its own gzipped form is one file, and QMNIST's labels as text are not the labels.</summary>
    private static List<string> Fitting(string[] names, string prefix, string[] role)
    {
        List<string> fitting = [.. names.Where(name => role.Any(start => name.StartsWith(prefix + start, StringComparison.OrdinalIgnoreCase)))];
        fitting.RemoveAll(name => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && fitting.Contains(name[..^3]));
        fitting.RemoveAll(name => IdxDatasetLoader.UncompressedName(name).EndsWith(".tsv", StringComparison.OrdinalIgnoreCase));
        return fitting;
    }

    private static string Describe(string directory, string[] names, string[] wantedNames, List<string> fitting)
    {
        string wanted = string.Join(" or ", wantedNames.Select(name => $"{name}*"));
        if (fitting.Count > 0)
        {
            return $"{directory}: several files fit {wanted}: {string.Join(", ", fitting)}. Leave one of them there.";
        }

        int dimensions = wantedNames[0].EndsWith("images", StringComparison.Ordinal) ? 3 : 1;
        string present = names.Length == 0 ? "The directory is empty."
            : $"There are: {string.Join(", ", names.Take(MostListed))}{(names.Length > MostListed ? " and more" : string.Empty)}.";
        return $"{directory}: no file {wanted} (plain or .gz; for example {wantedNames[0]}-idx{dimensions}-ubyte). "
            + $"Put it there or name another directory. {present}";
    }

    /// <summary>The file whose name begins so; null where there is none.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: several do.</exception>
    public static string? Only(string directory, string start)
    {
        string[] names = Names(directory);
        List<string> fitting = Fitting(names, string.Empty, [start]);
        return fitting.Count switch
        {
            0 => null,
            1 => Path.Combine(directory, fitting[0]),
            _ => throw new UserErrorException(FailureKind.BadData, Describe(directory, names, [start], fitting)),
        };
    }

    /// <summary>SHA-256 of each file's uncompressed content by the file's name without <c>.gz</c>.</summary>
    /// <exception cref="UserErrorException">A file cannot be read or is malformed.</exception>
    public static IReadOnlyDictionary<string, string> Hashes(IReadOnlyList<string> paths, CancellationToken cancellation) =>
        paths.ToDictionary(IdxDatasetLoader.UncompressedName, path => IdxReader.Read(path, cancellation).Sha256, StringComparer.Ordinal);
}
