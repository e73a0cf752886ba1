using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Models;

/// <summary>Finds model files by name (<c>b</c>) in some directories, or takes a path (<c>models/mine.json</c>).</summary>
/// <param name="directories">Where names are looked up; earlier ones win.</param>
/// <param name="withEmbedded">Whether the models that are part of the program are found too, after those in files: for a program that was copied without its
/// files.</param>
public sealed class ModelLocator(IReadOnlyList<string> directories, bool withEmbedded = false)
{
    private const string EmbeddedPrefix = "Models.";
    private const string Extension = ".json";

    // A model file is a page or two; anything of this size is something else.
    private const int LongestFile = 1 << 20;

    /// <summary>Looks in <c>configs/models</c> of the current directory, then beside the executable.</summary>
    public static ModelLocator Default { get; } =
        new([Path.Combine("configs", "models"), Path.Combine(AppContext.BaseDirectory, "configs", "models")], withEmbedded: true);

    /// <summary>Names that can be asked for.</summary>
    public IReadOnlyList<string> Available =>
    [
        .. directories.Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*" + Extension))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Concat(withEmbedded ? EmbeddedFile.Names(EmbeddedPrefix, Extension).Select(name => name[EmbeddedPrefix.Length..^Extension.Length]) : [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Path of the file of a model.</summary>
    /// <param name="model">A name, or a path: whatever ends in <c>.json</c> or has a directory separator in it.</param>
    /// <exception cref="UserErrorException">Exit code 2: there is no such file; the message lists the models there are.</exception>
    public string Find(string model)
    {
        bool isPath = model.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || model.Contains('/') || model.Contains(Path.DirectorySeparatorChar);
        string? found = isPath ? model : InDirectories(model);
        if (File.Exists(found))
        {
            return found;
        }

        IReadOnlyList<string> names = Available;
        string there = names.Count == 0
            ? $"there is none in {string.Join(" or ", directories)}"
            : $"there are {Wording.List(names)}, or give the path of a {Extension} file";
        throw new UserErrorException(
            FailureKind.Usage,
            isPath
                ? $"model file {Wording.Quote(model)} does not exist; {there}"
                : $"there is no model {Wording.Quote(model)}{Wording.Nearest(model, names)}; {there}");
    }

    /// <summary>Finds and reads a model.</summary>
    /// <exception cref="UserErrorException">Exit code 2: not found, or its content is wrong; 74: it cannot be read.</exception>
    public NetworkDefinition Load(string model)
    {
        if (withEmbedded && InDirectories(model) is null && EmbeddedFile.Names(EmbeddedPrefix + model + Extension, string.Empty).SingleOrDefault() is { } name)
        {
            return NetworkFile.Parse(EmbeddedFile.ReadText(name), model);
        }

        string path = Find(model);
        return NetworkFile.Parse(Read(path), path);
    }

    private string? InDirectories(string model) => directories.Select(directory => Path.Combine(directory, model + Extension)).FirstOrDefault(File.Exists);

    private static string Read(string path)
    {
        try
        {
            byte[] bytes = BoundedFile.Read(path, LongestFile)
                ?? throw new UserErrorException(FailureKind.Usage, $"{path}: larger than {LongestFile} bytes; this is no model file");
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(TextEncoding.WithoutMark(bytes).Span);
        }
        catch (DecoderFallbackException error)
        {
            throw new UserErrorException(FailureKind.Usage, $"{path}: not UTF-8 text; save the file as UTF-8", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be read: {error.Message}", error);
        }
    }
}
