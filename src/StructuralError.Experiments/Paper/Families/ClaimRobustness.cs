using System.Text.Json.Serialization;
using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>A claim in all members.</summary>
/// <param name="DependsOn">
/// Members that decide it in another way than the first one, or than most where the first one does not decide it; empty unless it depends.
/// </param>
public sealed record ClaimRobustness(
    string Id, string Sentence, ClaimKind Kind, Stability Stability, IReadOnlyList<string> DependsOn, IReadOnlyList<MemberVerdict> Members)
{
    /// <param name="results">The claim's, by member.</param>
    public static ClaimRobustness Of(IReadOnlyList<(string Member, ClaimResult Result)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        MemberVerdict[] members = [.. results.Select(item => InMember(item.Member, item.Result))];
        MemberVerdict[] decided = [.. members.Where(member => member.IsDecided)];
        IGrouping<Verdict, MemberVerdict>[] verdicts = [.. decided.GroupBy(member => member.Verdict).OrderByDescending(group => group.Count())];
        Verdict? reference = members[0].IsDecided ? members[0].Verdict : verdicts.FirstOrDefault()?.Key;
        Stability stability = verdicts.Length switch
        {
            0 => Stability.Undecided,
            1 when decided.Length == members.Length => Stability.Robust,
            1 => Stability.RobustWhereDecided,
            _ => Stability.Depends,
        };
        ClaimResult claim = results[0].Result;
        string[] others = [.. decided.Where(member => member.Verdict != reference).Select(member => member.Member)];
        return new(claim.Id, claim.Sentence, claim.Kind, stability, others, members);
    }

    private static MemberVerdict InMember(string member, ClaimResult result) => result.Readings is [{ } first, ..]
        ? new(member, result.Verdict, first.Holding, first.Cases)
        : new(member, result.Verdict, result.Evidence.Count(item => item.Verdict == Verdict.Reproduced), result.Evidence.Count);
}

/// <summary>A claim in one member, in its first reading.</summary>
/// <param name="Holding">Cases that hold.</param>
/// <param name="Cases">All of them.</param>
public sealed record MemberVerdict(string Member, Verdict Verdict, int Holding, int Cases)
{
    [JsonIgnore]
    public bool IsDecided => Verdict is Verdict.Reproduced or Verdict.ReproducedInPart or Verdict.NotReproduced;
}

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
