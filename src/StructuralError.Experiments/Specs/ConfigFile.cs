using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Specs;

/// <summary>
/// Reads a config file into a layer of a spec: a JSON object whose keys are spec fields, and <c>network</c>, an object with the model's own parameters.
/// Strict: no comments, no trailing commas, no key twice, no unknown key.
/// </summary>
public static class ConfigFile
{
    private const int MaximumBytes = 1 << 20;

    // Nobody reads more, and a file of something else could make a message of any size.
    private const int MostProblems = 100;

    /// <summary>Reads one file as the next layer. What is wrong with it is reported to <paramref name="builder"/>.</summary>
    public static void Read(string path, SpecBuilder builder)
    {
        builder.BeginLayer();
        string origin = "config " + path;
        Open(path, origin, builder.Report, root =>
        {
            foreach (JsonProperty property in root.EnumerateObject())
            {
                if (builder.ProblemCount >= MostProblems)
                {
                    builder.Report(new Problem($"{origin}: and more that is not reported; this may be no config file."));
                    return;
                }

                Apply(property, builder, origin);
            }
        });
    }

    /// <summary>Hands over the file's JSON object, or reports why there is none.</summary>
    /// <param name="origin">What problems begin with.</param>
    internal static void Open(string path, string origin, Action<Problem> report, Action<JsonElement> use)
    {
        try
        {
            using JsonDocument document = Parse(path);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                report(new Problem($"{origin}: must hold a JSON object, as {{ \"epochs\": 2 }}."));
                return;
            }

            use(document.RootElement);
        }
        catch (JsonException exception)
        {
            // A key that is there twice is reported without a line.
            string place = exception.LineNumber is { } line ? FormattableString.Invariant($" at line {line + 1}") : string.Empty;
            report(new Problem($"{origin}: not valid JSON{place}: {JsonFault.Words(exception)}"));
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            report(new Problem($"{origin}: is a directory; give a JSON file."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            report(new Problem($"{origin}: cannot be read: {exception.Message}"));
        }
    }

    private static void Apply(JsonProperty property, SpecBuilder builder, string origin)
    {
        if (property.Name != "network")
        {
            builder.Set(property.Name, SpecValue.FromJson(property.Value), origin);
        }
        else if (property.Value.ValueKind != JsonValueKind.Object)
        {
            builder.Report(new Problem($"{origin}: network: must be an object with the model's parameters, as {{ \"k\": 3 }}."));
        }
        else
        {
            foreach (JsonProperty parameter in property.Value.EnumerateObject().TakeWhile(_ => builder.ProblemCount < MostProblems))
            {
                builder.SetNetwork(parameter.Name, SpecValue.FromJson(parameter.Value), origin);
            }
        }
    }

    private static JsonDocument Parse(string path)
    {
        byte[] bytes = BoundedFile.Read(path, MaximumBytes)
            ?? throw new IOException(FormattableString.Invariant($"it has more than {MaximumBytes} bytes, too many for a config file"));
        if (TextEncoding.Foreign(bytes) is { } encoding)
        {
            throw new JsonException($"it is {encoding} text; save it as UTF-8.");
        }

        return JsonFile.ParseStrictly(bytes, new JsonDocumentOptions { MaxDepth = 8 });
    }
}
