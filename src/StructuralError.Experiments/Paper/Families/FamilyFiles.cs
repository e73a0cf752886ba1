using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Models;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>Finds and reads the files of a family's members: by name in <c>configs</c>, of the current directory or beside the program, or by path.</summary>
/// <param name="folder">In <c>configs</c>.</param>
/// <param name="noun">What a member is.</param>
public sealed class FamilyFiles(string folder, string noun)
{
    private const string Extension = ".json";
    private const int LongestName = 40;

    private readonly string[] _directories = [Path.Combine("configs", folder), Path.Combine(AppContext.BaseDirectory, "configs", folder)];

    // For a program that was copied without its files.
    private readonly string _embedded = $"Families.{folder}.";

    /// <summary>Names that can be asked for.</summary>
    public IReadOnlyList<string> Available =>
    [
        .. _directories.Where(Directory.Exists).SelectMany(directory => Directory.EnumerateFiles(directory, "*" + Extension))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Concat(EmbeddedFile.Names(_embedded, Extension).Select(name => name[_embedded.Length..^Extension.Length]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <param name="member">A name, or a path that ends in <c>.json</c>.</param>
    /// <exception cref="UserErrorException">There is no such file, or it cannot be understood (exit 2).</exception>
    public FamilyMember Load(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        string? path = member.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? member
            : _directories.Select(directory => Path.Combine(directory, member + Extension)).FirstOrDefault(File.Exists);
        if (path is not null && File.Exists(path))
        {
            return Parse(Read(path), path);
        }

        return EmbeddedFile.Names(_embedded + member + Extension, string.Empty).FirstOrDefault() is { } name && path is null
            ? Parse(EmbeddedFile.Read(name), member)
            : throw new UserErrorException(
                FailureKind.Usage,
                $"there is no {noun} {Wording.Quote(member)}{Wording.Nearest(member, Available)}; there are {Wording.List(Available)}, or give the path of a "
                + $"{Extension} file.");
    }

    /// <summary>Reads a member strictly.</summary>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="UserErrorException">It cannot be understood (exit 2).</exception>
    public FamilyMember Parse(byte[] json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        using JsonDocument document = JsonFile.Parse(json, out string reason) ?? throw Bad(source, reason);
        try
        {
            return Member(document.RootElement.Deserialize(FamilyJson.Strict.Type<MemberDocument>()) ?? throw Bad(source, "is null"), source);
        }
        catch (JsonException exception)
        {
            throw Bad(source, $"has something that no {noun} has at {exception.Path ?? "$"}");
        }
    }

    private static FamilyMember Member(MemberDocument read, string source)
    {
        if (read.Name.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(read.Name[0])
            || !read.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw Bad(
                source,
                $"has the name {Wording.Quote(read.Name)}; a name is up to {LongestName} letters, digits, '.', '-' or '_', a letter or digit first");
        }

        // Its folder lies beside the family's own files.
        if (Path.GetExtension(read.Name).Any(char.IsAsciiLetter))
        {
            throw Bad(source, $"has the name {Wording.Quote(read.Name)}; a name must not end like that of a file");
        }

        double factor = read.WidthFactor ?? 1;
        if (factor is not (> 0 and <= 64))
        {
            throw Bad(source, FormattableString.Invariant($"has a width_factor of {factor}; it is above 0 and at most 64"));
        }

        var models = (read.Models ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return models.ContainsValue(null!) ? throw Bad(source, "has a model that is null")
            : models.Keys.FirstOrDefault(role => role is not ("a" or "b" or "c" or "d")) is { } other
            ? throw Bad(source, $"has a model {Wording.Quote(other)}; models are those in the place of a, b, c and d")
            : new FamilyMember(read.Name, read.Text)
            {
                Models = models,
                Fields = (read.Fields ?? []).ToImmutableSortedDictionary(field => field.Key, field => Text(field.Value), StringComparer.Ordinal),
                WidthFactor = factor,
            };
    }

    // Numbers as they were written.
    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static byte[] Read(string path)
    {
        try
        {
            return BoundedFile.Read(path, JsonFile.MaximumBytes) ?? throw Bad(path, "is too large");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    private static UserErrorException Bad(string source, string what) =>
        new(FailureKind.Usage, $"{source}: {what}. A file of this family has \"name\", \"text\", and perhaps \"models\", \"fields\" and \"width_factor\".");
}

/// <summary>The file of a member.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MemberDocument
{
    [JsonRequired]
    public string Name { get; init; } = string.Empty;

    [JsonRequired]
    public string Text { get; init; } = string.Empty;

    public Dictionary<string, string>? Models { get; init; }

    public Dictionary<string, JsonElement>? Fields { get; init; }

    public double? WidthFactor { get; init; }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(MemberDocument))]
internal sealed partial class FamilyJson : JsonSerializerContext
{
    public static readonly JsonSerializerOptions Strict = JsonDocuments.Options(new FamilyJson());
}
