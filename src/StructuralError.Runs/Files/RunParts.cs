namespace StructuralError.Runs.Files;

/// <summary>What computed the parts of a run, where it was continued: one engine, program and machine, or several.</summary>
public static class RunParts
{
    private static readonly (string Name, Func<RunProcess, string?> Value)[] Aspects =
    [
        ("device", by => by.Engine?.Device),
        ("precision", by => by.Engine?.Precision),
        ("instruction set", by => by.Engine?.InstructionSet),
        ("version", by => by.Version),
        ("commit", by => by.Commit),
        ("sources", by => by.Dirty switch { true => "changed", false => "as committed", _ => null }),
        ("host", by => by.Host),
    ];

    /// <summary>What each part was computed with, from the first step on, each with the number of steps before it; null where that was not recorded.</summary>
    public static IReadOnlyList<(long Step, RunProcess? By)> Parts(this RunManifest manifest) =>
        [(0, manifest.First()), .. manifest.Resumes.Select(resume => (resume.Step, resume.By))];

    /// <summary>What began the run; null where that was not recorded.</summary>
    internal static RunProcess? First(this RunManifest manifest) => manifest.Begun ?? (manifest.Resumes.Count == 0 ? RunProcess.Of(manifest) : null);

    /// <summary>In what the parts differ, each as <c>instruction set (avx512, avx2)</c>; empty where one and the same computed all of the run.</summary>
    public static IReadOnlyList<string> Mixture(this RunManifest manifest)
    {
        RunProcess[] parts = [.. manifest.Parts().Select(part => part.By).OfType<RunProcess>()];
        return
        [
            .. Aspects.Select(aspect => (aspect.Name, Values: parts.Select(part => aspect.Value(part) ?? "not recorded").Distinct().ToArray()))
                .Where(aspect => aspect.Values.Length > 1).Select(aspect => $"{aspect.Name} ({string.Join(", ", aspect.Values)})"),
        ];
    }

    /// <summary>Whether one engine, program and machine is known to have computed all of the run.</summary>
    public static bool IsOfOneKind(this RunManifest manifest) => manifest.Parts().All(part => part.By is not null) && manifest.Mixture().Count == 0;
}
