using System.Text.Json;
using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>What the data say of a claim.</summary>
[JsonConverter(typeof(VerdictConverter))]
public enum Verdict
{
    /// <summary>The statistic is on the claim's side of its threshold in every case, seeds' spread included.</summary>
    Reproduced,

    /// <summary>It is on the other side in at least one case, seeds' spread included.</summary>
    NotReproduced,

    /// <summary>Neither: the seeds disagree, or the data needed are not there.</summary>
    Inconclusive,
}

/// <summary>The verdicts in words.</summary>
public static class Verdicts
{
    /// <exception cref="ArgumentOutOfRangeException">None of the enumeration's.</exception>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "reproduced",
        Verdict.NotReproduced => "not reproduced",
        Verdict.Inconclusive => "inconclusive",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "unknown verdict"),
    };
}

/// <summary>By its name.</summary>
public sealed class VerdictConverter : JsonConverter<Verdict>
{
    public override Verdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.GetString();
        Verdict[] found = [.. Enum.GetValues<Verdict>().Where(verdict => Verdicts.Name(verdict) == name)];
        return found is [Verdict verdict] ? verdict : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Verdicts.Name(value));
    }
}
