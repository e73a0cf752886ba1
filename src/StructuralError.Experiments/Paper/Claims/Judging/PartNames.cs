namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>Names of parts in <c>layers.csv</c>.</summary>
internal static class PartNames
{
    public const string OutputBias = "output bias";
}
