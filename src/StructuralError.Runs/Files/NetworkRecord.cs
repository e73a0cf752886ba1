using System.Text.Json;

namespace StructuralError.Runs.Files;

/// <summary>The network of a run, as its manifest describes it.</summary>
public sealed record NetworkRecord : FileRecord
{
    /// <summary>Short name: <c>b</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Its name in earlier versions, by which the run is identified; null where it had no other.</summary>
    public string? Formerly { get; init; }

    /// <summary>Long name: Fully connected, skip connections.</summary>
    public string? Title { get; init; }

    /// <summary>The values that its parameters took: k, width, skip, ….</summary>
    public OrderedDictionary<string, JsonElement>? Values { get; init; }

    /// <summary>|θ|.</summary>
    public long? Parameters { get; init; }

    public int? Classes { get; init; }

    /// <summary>The input's shape in words.</summary>
    public string? Input { get; init; }

    /// <summary>What the run computes with, whatever file it came from.</summary>
    public JsonElement Layers { get; init; }
}
