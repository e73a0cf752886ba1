using System.Security.Cryptography;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>The files that a run leaves, by their exact names: whatever else is in its directory is somebody's.</summary>
public static class RunFiles
{
    private static readonly string[] FigureEndings = [".svg", ".pdf", ".png"];
    private static readonly string[] Single =
        [RunDirectory.ManifestName, RunDirectory.SummaryName, SourceDiff.FileName, RunLock.FileName, RunLock.HolderFileName];

    /// <summary>Names of the files a run may have written rows to.</summary>
    public static IReadOnlyList<string> Rows { get; } =
        [RunDirectory.StepsName, RunDirectory.SamplesName, RunDirectory.LayersName, RunDirectory.IndependenceName, RunDirectory.KernelName];

    /// <summary>Whether the spec asks for rows in this file.</summary>
    public static bool IsWanted(string name, RunManifest manifest) => name switch
    {
        RunDirectory.StepsName => true,
        RunDirectory.SamplesName => manifest.SpecValue("per_sample").ValueKind == JsonValueKind.True,
        RunDirectory.LayersName or RunDirectory.IndependenceName => manifest.SpecValue("structure_every").WholeAt() is > 0,
        RunDirectory.KernelName => manifest.SpecValue("kernel_every").WholeAt() is > 0,
        _ => false,
    };

    /// <summary>Whether a name in a summary's hashes is that of a checkpoint's file.</summary>
    public static bool IsOfCheckpoint(string name) => name.StartsWith(RunDirectory.CheckpointName + "/", StringComparison.Ordinal);

    /// <summary>Names of the figures of a run, without their endings.</summary>
    public static IReadOnlyList<string> Figures { get; } = ["overview", "bounds", "local_pearson", "gradient_norm_structure", "kernel"];

    /// <summary>The directories that a run makes within its own.</summary>
    public static IReadOnlyList<string> Directories { get; } = [RunDirectory.FiguresName, RunDirectory.CheckpointName];

    /// <summary>SHA-256 of each row file that is there, lower-case hexadecimal, by name, in ordinal order.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static OrderedDictionary<string, string> Hashes(string runDirectory) => new(
        Rows.Where(name => File.Exists(Path.Combine(runDirectory, name))).Order(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, Hash(Path.Combine(runDirectory, name)))),
        StringComparer.Ordinal);

    /// <inheritdoc cref="Hashes" path="/exception"/>
    public static string Hash(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>What stands under a name of a run's files or directories and is of another kind, as sentences that begin with the name.</summary>
    public static IEnumerable<string> Misplaced(string runDirectory)
    {
        FileKind? Kind(string name) => FileStatus.Of(Path.Combine(runDirectory, name))?.Kind;
        return
        [
            .. Single.Concat(Rows).Where(name => Kind(name) is not (null or FileKind.Regular)).Select(name => $"{name}: is no regular file"),
            .. Directories.Where(name => Kind(name) is not (null or FileKind.Directory)).Select(name => $"{name}: is no directory"),
            .. Directories.Where(name => Kind(name) is FileKind.Directory).SelectMany(name => DirectoriesIn(runDirectory, name)),
        ];
    }

    /// <summary>Whether a run writes a file of this name, finished or still under its temporary name.</summary>
    /// <param name="directory">Empty for the run directory itself, or one of <see cref="Directories"/>.</param>
    /// <param name="name">Without its directory.</param>
    public static bool IsOwn(string directory, string name)
    {
        name = TemporaryName.Target(name) ?? name;
        return directory switch
        {
            RunDirectory.FiguresName => Figures.Contains(Path.GetFileNameWithoutExtension(name)) && FigureEndings.Contains(Path.GetExtension(name)),
            RunDirectory.CheckpointName => CheckpointDirectory.IsOwn(name),
            _ => Single.Contains(name) || Rows.Contains(name),
        };
    }

    /// <summary>Whether a path is that of a file of a run that is there, whether or not the file itself is.</summary>
    public static bool IsOwn(string path)
    {
        string full = Path.GetFullPath(path), directory = Path.GetDirectoryName(full) ?? full;
        return IsOwnIn(directory, string.Empty, full)
            || (Path.GetDirectoryName(directory) is { } parent && IsOwnIn(parent, Path.GetFileName(directory), full));
    }

    /// <summary>
    /// The files of a run that are there. A directory that is a link is passed over: what is behind it is not the run's.
    /// </summary>
    /// <inheritdoc cref="IsOwn(string, string)" path="/param"/>
    internal static string[] In(string runDirectory, string directory)
    {
        string path = Path.Combine(runDirectory, directory);
        return FileStatus.OfEntry(path)?.Kind == FileKind.Directory || directory.Length == 0
            ? [.. Directory.GetFiles(path).Where(file => IsOwn(directory, Path.GetFileName(file)))]
            : [];
    }

    /// <summary>
    /// Removes the run's files in one of its directories, and the directory where nothing else is in it. A link stays, and what is behind it too.
    /// </summary>
    internal static void Remove(string runDirectory, string directory, IFileSystem files)
    {
        foreach (string path in In(runDirectory, directory))
        {
            files.Delete(path);
        }

        string full = Path.Combine(runDirectory, directory);
        if (FileStatus.OfEntry(full)?.Kind == FileKind.Directory && !Directory.EnumerateFileSystemEntries(full).Any())
        {
            files.DeleteDirectory(full);
        }
    }

    private static IEnumerable<string> DirectoriesIn(string runDirectory, string directory) =>
        Directory.EnumerateDirectories(Path.Combine(runDirectory, directory)).Select(path => Path.GetFileName(path)).Where(name => IsOwn(directory, name))
            .Order(StringComparer.Ordinal).Select(name => $"{directory}/{name}: is no regular file");

    private static bool IsOwnIn(string runDirectory, string directory, string path) =>
        (directory.Length == 0 || Directories.Contains(directory))
        && IsOwn(directory, Path.GetFileName(path)) && File.Exists(Path.Combine(runDirectory, RunDirectory.ManifestName));
}
