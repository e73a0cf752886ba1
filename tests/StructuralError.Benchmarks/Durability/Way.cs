namespace StructuralError.Benchmarks.Durability;

/// <summary>One of the ways to carry out the same run.</summary>
/// <param name="Arguments">Further ones of <c>train</c>.</param>
/// <param name="KeepsRows">Whether <c>steps.csv</c> gets its rows.</param>
internal sealed record Way(string Name, IReadOnlyList<string> Arguments, bool KeepsRows)
{
    private static readonly string[] NoCheckpoints = ["--checkpoint-every", "0"];

    /// <summary>The default first.</summary>
    public static IReadOnlyList<Way> All { get; } =
    [
        new("rows and checkpoints, as by default", [], KeepsRows: true),
        new("rows, `--checkpoint-every 0`", NoCheckpoints, KeepsRows: true),
        new("no rows, `--checkpoint-every 0`", NoCheckpoints, KeepsRows: false),
    ];
}
