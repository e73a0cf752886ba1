using System.Text.Json;
using System.Text.Json.Serialization;

namespace StructuralError.Runs.Files;

/// <summary>An object in a JSON file of a run.</summary>
public abstract record FileRecord
{
    /// <summary>Members that this version of the program does not know; they are written as they were read. Null for none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }
}
