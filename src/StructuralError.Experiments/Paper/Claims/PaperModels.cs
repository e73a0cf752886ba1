namespace StructuralError.Experiments.Paper.Claims;

/// <summary>The paper's models: b is a with skip connections, d is c with skip connections.</summary>
public static class PaperModels
{
    public static IReadOnlyList<string> All { get; } = ["a", "b", "c", "d"];

    public static IReadOnlyList<string> WithoutSkip { get; } = ["a", "c"];

    public static IReadOnlyList<string> WithSkip { get; } = ["b", "d"];

    public static IReadOnlyList<(string Without, string With)> Pairs { get; } = [("a", "b"), ("c", "d")];
}
