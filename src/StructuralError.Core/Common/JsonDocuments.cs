using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StructuralError.Core.Common;

/// <summary>
/// How records stand in the program's JSON, the same bytes as <see cref="JsonText"/> gives: names in snake_case, a line feed at a file's end.
/// </summary>
public static class JsonDocuments
{
    /// <summary>
    /// Options for records whose types a source generator knows. Reading is strict: a name twice, a value of another kind or null where there must be one is
    /// refused. A member that a record does not know is kept where the record has a place for it, see <see cref="JsonExtensionDataAttribute"/>; one that is
    /// missing is null.
    /// </summary>
    /// <param name="isIndented">Whether a document takes many lines.</param>
    /// <param name="keepsNulls">Whether a member that is null is written. Its property may say otherwise.</param>
    public static JsonSerializerOptions Options(IJsonTypeInfoResolver types, bool isIndented = true, bool keepsNulls = false) => new()
    {
        // As JsonSerializerOptions.Strict, which brings reflection along and cannot be trimmed.
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = keepsNulls ? JsonIgnoreCondition.Never : JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = isIndented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = types,
    };

    public static JsonTypeInfo<T> Type<T>(this JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    /// <summary>The whole file.</summary>
    public static string Write<T>(T document, JsonTypeInfo<T> type) => JsonSerializer.Serialize(document, type) + "\n";
}
