using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Experiments.SelfCheck;

namespace StructuralError.Reporting.Listings;

/// <summary>The documents that commands print with <c>--json</c>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DatasetDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(QueueDocument))]
[JsonSerializable(typeof(ReproductionDocument))]
[JsonSerializable(typeof(RunListDocument))]
[JsonSerializable(typeof(SweepStatusDocument))]
[JsonSerializable(typeof(VerificationDocument))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IEnumerable<DeviceEntry>))]
[JsonSerializable(typeof(IEnumerable<CheckResult>))]
[JsonSerializable(typeof(IEnumerable<StepTime>))]
internal sealed partial class ListingJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions Documents = JsonDocuments.Options(new ListingJson(), keepsNulls: true);
    private static readonly JsonSerializerOptions Lines = JsonDocuments.Options(new ListingJson(), isIndented: false, keepsNulls: true);

    /// <summary>The whole document, with a line feed at its end.</summary>
    public static string Write<T>(T document) => Escaped(JsonDocuments.Write(document, Documents.Type<T>()));

    /// <summary>The document as one line, without a line feed.</summary>
    public static string WriteLine<T>(T document) => Escaped(JsonSerializer.Serialize(document, Lines.Type<T>()));

    /// <summary>A part of a document whose members have no fixed names.</summary>
    public static JsonNode? Node<T>(T part) => JsonSerializer.SerializeToNode(part, Documents.Type<T>());

    /// <summary>What <see cref="Printable"/> would replace stands in strings only, and can be written as JSON has it.</summary>
    private static string Escaped(string json) => !json.Any(IsHidden) ? json : string.Concat(json.Select(letter =>
        IsHidden(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : letter.ToString()));

    private static bool IsHidden(char letter) => Printable.IsControl(letter) && letter is not ('\n' or '\r' or '\t');
}
