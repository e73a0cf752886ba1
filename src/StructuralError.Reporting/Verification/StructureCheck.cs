using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Verification;

/// <summary>
/// Whether <c>layers.csv</c>, <c>independence.csv</c> and <c>kernel.csv</c>, where the spec asks for them, can be read, have the steps that it names, and say
/// of these what <c>steps.csv</c> says and what must hold in any row.
/// </summary>
internal static class StructureCheck
{
    public static void Check(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        if (RunFiles.IsWanted(RunDirectory.LayersName, run.Manifest))
        {
            CheckLayers(run, rows, findings);
        }

        if (RunFiles.IsWanted(RunDirectory.KernelName, run.Manifest)
            && Read(run, RunDirectory.KernelName, warn => run.Kernel(warn), findings) is { } kernel)
        {
            long every = run.Manifest.SpecValue("kernel_every").WholeAt()!.Value;
            CheckSteps(run, RunDirectory.KernelName, [.. kernel.Select(row => row.Step)], every, findings);
            KernelInequalities.Check(run, kernel, findings);
            findings.Compare($"{RunDirectory.SummaryName}: kernel_checks", run.Summary?.KernelChecks, kernel.Count);
            findings.Compare($"{RunDirectory.SummaryName}: kernel_violations", run.Summary?.KernelViolations, kernel.Sum(row => (long)row.Violations));
        }
    }

    private static void CheckLayers(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        long every = run.Manifest.SpecValue("structure_every").WholeAt()!.Value;
        if (Read(run, RunDirectory.LayersName, warn => run.Layers(warn), findings) is { } layers)
        {
            CheckSteps(run, RunDirectory.LayersName, [.. layers.Where(row => row.Part == 0).Select(row => row.Step)], every, findings);
        }

        if (Read(run, RunDirectory.IndependenceName, warn => run.Independence(warn), findings) is { } independence)
        {
            CheckSteps(run, RunDirectory.IndependenceName, [.. independence.Select(row => row.Step)], every, findings);
            CheckRows(run, independence, rows ?? [], findings);
        }
    }

    private static IReadOnlyList<T>? Read<T>(Run run, string name, Func<Action<string>, IReadOnlyList<T>> read, Findings findings)
    {
        if (!File.Exists(run.File(name)))
        {
            if (run.State == RunState.Finished)
            {
                findings.Problem($"{name}: is missing; the spec asks for it");
            }

            return null;
        }

        try
        {
            return read(run.State == RunState.Finished ? findings.Problem : findings.Note);
        }
        catch (UserErrorException exception)
        {
            findings.Problem(exception.Message);
            return null;
        }
    }

    private static void CheckSteps(Run run, string name, long[] steps, long every, Findings findings)
    {
        if (run.Plan is not { } plan)
        {
            return;
        }

        long last = plan.TotalSteps - 1;
        long wanted = ((last + every - 1) / every) + 1;
        long StepAt(int i) => Math.Min(i * every, last);
        int wrong = 0;
        while (wrong < steps.Length && steps[wrong] == StepAt(wrong))
        {
            wrong++;
        }

        if (wrong < steps.Length)
        {
            findings.Problem(FormattableString.Invariant($"{name}: has step {steps[wrong]}, where step {StepAt(wrong)} belongs"));
        }
        else if (run.State == RunState.Finished)
        {
            findings.Compare($"{name}: the number of steps", steps.Length, wanted);
        }
    }

    private static void CheckRows(Run run, IReadOnlyList<IndependenceRow> independence, IReadOnlyList<StepRow> rows, Findings findings)
    {
        Dictionary<long, StepRow> byStep = rows.ToDictionary(row => row.Step);
        foreach (IndependenceRow row in independence)
        {
            string Field(string column) => FormattableString.Invariant($"{RunDirectory.IndependenceName}, step {row.Step}: {column}");
            findings.Compare(Field("parameters"), row.Parameters, run.Manifest.Network?.Parameters);
            if (byStep.TryGetValue(row.Step, out StepRow measured))
            {
                findings.Compare(Field("samples"), row.Samples, measured.Samples);
                findings.CompareReal(Field("U"), row.U, measured.U);
                findings.CompareReal(Field("G"), row.G, measured.G);
            }
        }
    }
}
