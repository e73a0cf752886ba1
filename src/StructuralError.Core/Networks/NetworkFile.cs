using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks;

/// <summary>Reads model files: JSON, strictly. Whatever is not understood is an error, and all errors are reported together.</summary>
public static class NetworkFile
{
    /// <summary>The size that every model may use without declaring it: the data set's number of classes.</summary>
    public const string Classes = ValueReader.Classes;

    private const string Name = "name";
    private const string Formerly = "formerly";
    private const int MaxDepth = 64;
    private const int LongestName = 64;
    private const int LongestTitle = 200;

    /// <param name="json">The file's text.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="UserErrorException">Exit code 2, with everything that is wrong and where it stands.</exception>
    public static NetworkDefinition Parse(string json, string source)
    {
        using JsonDocument document = ParseJson(json, source);
        ProblemList problems = new(source);
        JsonElement root = document.RootElement;
        if (BrokenText.FindPath(root, "$") is string broken)
        {
            problems.Add(broken, "a text with half a surrogate pair (\\ud800 … \\udfff) is no text");
            problems.ThrowIfAny();
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add("$", $"a model file is one object, {{ \"name\": …, \"input\": …, \"layers\": … }}, not {Wording.Describe(root)}");
            problems.ThrowIfAny();
        }

        StrictObject fields = new(root, "$", "a model file", problems, Name, "title", Formerly, "input", "loss", "parameters", "layers");
        string name = ReadName(fields, problems, Name);
        string title = ReadTitle(fields, name, problems);
        string? formerly = fields.TryGet(Formerly, out _) ? ReadName(fields, problems, Formerly) : null;
        TensorShape input = ReadInput(fields, problems);
        string? loss = ReadLoss(fields, problems);
        ImmutableArray<ModelParameter> parameters = fields.TryGet("parameters", out JsonElement declared) ? ReadParameters(declared, problems) : [];
        ImmutableArray<LayerSpec> layers = fields.Require("layers", out JsonElement list)
            ? new LayerReader(parameters, problems).ReadList(list, "$.layers") : [];
        problems.ThrowIfAny();
        return new NetworkDefinition(source, name, title, input, parameters, layers) { Loss = loss, Formerly = formerly };
    }

    private static JsonDocument ParseJson(string json, string source)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException error)
        {
            throw new UserErrorException(
                FailureKind.Usage,
                $"{source}: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: not valid JSON: {JsonFault.Words(error)}",
                error);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException(FailureKind.Usage, $"{source}: not valid JSON: the text has half a surrogate pair in it", error);
        }
    }

    private static string ReadName(StrictObject fields, ProblemList problems, string field)
    {
        if (!fields.Require(field, out JsonElement element))
        {
            return string.Empty;
        }

        string? name = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        if (name is null || !IsIdentifier(name, ".-_"))
        {
            // The name becomes part of directory names.
            problems.Add($"$.{field}",
                $"a name is up to {LongestName} letters, digits, '.', '-' or '_', a letter or digit first; not {Wording.Describe(element)}");
        }

        return name ?? string.Empty;
    }

    private static string ReadTitle(StrictObject fields, string name, ProblemList problems)
    {
        if (!fields.TryGet("title", out JsonElement element))
        {
            return name;
        }

        string? title = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        if (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle || title.Any(char.IsControl))
        {
            problems.Add("$.title", $"a title is a line of text of up to {LongestTitle} characters, not {Wording.Describe(element)}");
        }

        return title ?? string.Empty;
    }

    private static string? ReadLoss(StrictObject fields, ProblemList problems)
    {
        if (!fields.TryGet("loss", out JsonElement element))
        {
            return null;
        }

        ILoss? loss = element.ValueKind == JsonValueKind.String ? LossTable.Find(element.GetString()!) : null;
        if (loss is null)
        {
            problems.Add("$.loss", $"a loss is {LossTable.Words}; not {Wording.Describe(element)}");
        }

        return loss?.Name;
    }

    private static TensorShape ReadInput(StrictObject fields, ProblemList problems)
    {
        if (!fields.Require("input", out JsonElement element))
        {
            return default;
        }

        int[] sizes = element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int value) ? value : 0)] : [];
        if (sizes.Length != 3 || sizes.Any(size => size < 1))
        {
            problems.Add("$.input", $"the input is [channels, height, width], three whole numbers of at least 1, not {Shown(element)}");
            return default;
        }

        return TensorShape.Image(sizes[0], sizes[1], sizes[2]);
    }

    private static string Shown(JsonElement element) => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() is > 0 and < 10
        ? $"[{Wording.List(element.EnumerateArray().Select(Wording.Describe))}]" : Wording.Describe(element);

    private static ImmutableArray<ModelParameter> ReadParameters(JsonElement element, ProblemList problems)
    {
        const string Path = "$.parameters";
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(Path, $"parameters are an object, {{ \"k\": 1, \"skip\": true }}, not {Wording.Describe(element)}");
            return [];
        }

        var parameters = ImmutableArray.CreateBuilder<ModelParameter>();
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = property.Name;
            string quoted = Wording.Quote(name);
            if (!IsIdentifier(name, "-_") || !char.IsAsciiLetter(name[0]))
            {
                problems.Add(Path, $"a parameter's name is up to {LongestName} letters, digits, '-' or '_', a letter first; not {quoted}");
            }
            else if (name == Classes)
            {
                problems.Add(Path, $"'{Classes}' is always there, with the data set's number of classes; do not declare it");
            }
            else if (!seen.Add(name))
            {
                problems.Add(Path, $"parameter {quoted} is there twice; keep one");
                continue;
            }

            bool isFlag = property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            int value = property.Value.ValueKind == JsonValueKind.True ? 1 : 0;
            if (!isFlag && !(property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out value)))
            {
                problems.Add(Path, $"parameter {quoted} is {Wording.Describe(property.Value)}; it must be true, false or a whole number (of 32 bits)");
            }

            // Declared all the same, so that places which use it do not report it as unknown.
            parameters.Add(new ModelParameter(name, value, isFlag));
        }

        return parameters.ToImmutable();
    }

    private static bool IsIdentifier(string text, string others) =>
        text.Length is > 0 and <= LongestName
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || others.Contains(letter, StringComparison.Ordinal));
}
