using StructuralError.Core.Common;

namespace StructuralError.Experiments.Datasets;

/// <summary>What was found of one of MNIST's files.</summary>
/// <param name="Path">Where it was found, or null.</param>
/// <param name="Description">Where it is, or what is wrong.</param>
public sealed record MnistFileStatus(MnistFile File, string? Path, bool IsRight, string Description);

/// <summary>Checks MNIST's files as they would be used.</summary>
public static class MnistVerifier
{
    /// <summary>Looks in the first directory that holds all files, or else the first that holds any, and checks the SHA-256 of each.</summary>
    public static IReadOnlyList<MnistFileStatus> Verify(DatasetOptions options, CancellationToken cancellation = default)
    {
        IReadOnlyList<(string Path, string Origin)> directories = MnistLocator.Directories(options);
        string? directory = MnistLocator.Find(options)
            ?? directories.Select(place => place.Path).FirstOrDefault(path => options.MnistFiles.Any(file => file.FindIn(path) is not null));
        string places = directory ?? string.Join(", ", directories.Select(place => $"{place.Path} ({place.Origin})"));
        return [.. options.MnistFiles.Select(file => Check(file, directory, places, cancellation))];
    }

    private static MnistFileStatus Check(MnistFile file, string? directory, string places, CancellationToken cancellation)
    {
        if (directory is null || file.FindIn(directory) is not string path)
        {
            return new MnistFileStatus(file, null, false, $"missing; looked in {places} for {string.Join(", ", file.Names)}");
        }

        try
        {
            string sha256 = IdxReader.Read(path, cancellation).Sha256;
            return sha256 == file.Sha256
                ? new MnistFileStatus(file, path, true, $"{path}, SHA-256 {sha256}")
                : new MnistFileStatus(file, path, false, $"{path}: SHA-256 is {sha256}, it must be {file.Sha256}");
        }
        catch (UserErrorException exception)
        {
            return new MnistFileStatus(file, path, false, exception.Message);
        }
    }
}
