using System.Text.Json.Serialization;
using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>A claim in one member, in its first reading.</summary>
/// <param name="Holding">Cases that hold.</param>
/// <param name="Cases">All of them.</param>
public sealed record MemberVerdict(string Member, Verdict Verdict, int Holding, int Cases)
{
    [JsonIgnore]
    public bool IsDecided => Verdict is Verdict.Reproduced or Verdict.ReproducedInPart or Verdict.NotReproduced;
}
