namespace StructuralError.Experiments.Paper.Claims;

/// <summary>The paper's models: b is a with skip connections, d is c with skip connections.</summary>
public static class PaperModels
{
    /// <summary>Blocks of the deepest training of the paper's section 5.3.2.</summary>
    public const int DeepestTraining = 5;

    public static IReadOnlyList<string> All { get; } = ["a", "b", "c", "d"];

    public static IReadOnlyList<string> WithoutSkip { get; } = ["a", "c"];

    public static IReadOnlyList<string> WithSkip { get; } = ["b", "d"];

    public static IReadOnlyList<(string Without, string With)> Pairs { get; } = [("a", "b"), ("c", "d")];
}
