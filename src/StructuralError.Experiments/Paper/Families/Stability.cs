using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>Whether a claim's verdict is the same in all members of a family.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stability>))]
public enum Stability
{
    /// <summary>Decided in every member, with one verdict.</summary>
    [JsonStringEnumMemberName("robust")]
    Robust,

    /// <summary>One verdict in every member that decides it; some do not.</summary>
    [JsonStringEnumMemberName("robust where decided")]
    RobustWhereDecided,

    /// <summary>Members have different verdicts.</summary>
    [JsonStringEnumMemberName("depends")]
    Depends,

    /// <summary>No member decides it.</summary>
    [JsonStringEnumMemberName("undecided")]
    Undecided,
}
