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
    /// <returns>The rows of <c>kernel.csv</c>: none where the spec asks for none, null where they cannot be read.</returns>
    public static IReadOnlyList<KernelRow>? Check(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        if (RunFiles.IsWanted(RunDirectory.LayersName, run.Manifest))
        {
            if (findings.Rows(run, RunDirectory.LayersName, run.Layers) is { } layers)
            {
                CheckSteps(run, RunDirectory.LayersName, "structure_every", [.. layers.Where(row => row.Part == 0).Select(row => row.Step)], findings);
            }

            if (findings.Rows(run, RunDirectory.IndependenceName, run.Independence) is { } independence)
            {
                CheckSteps(run, RunDirectory.IndependenceName, "structure_every", [.. independence.Select(row => row.Step)], findings);
                CheckRows(run, independence, rows ?? [], findings);
            }
        }

        if (!RunFiles.IsWanted(RunDirectory.KernelName, run.Manifest))
        {
            return [];
        }

        IReadOnlyList<KernelRow>? kernel = findings.Rows(run, RunDirectory.KernelName, run.Kernel);
        if (kernel is not null)
        {
            CheckSteps(run, RunDirectory.KernelName, "kernel_every", [.. kernel.Select(row => row.Step)], findings);
            KernelInequalities.Check(run, kernel, findings);
            findings.Compare($"{RunDirectory.SummaryName}: kernel_checks", run.Summary?.KernelChecks, kernel.Count);
            findings.Compare($"{RunDirectory.SummaryName}: kernel_violations", run.Summary?.KernelViolations, kernel.Sum(row => (long)row.Violations));
        }

        return kernel;
    }

    private static void CheckSteps(Run run, string name, string field, long[] steps, Findings findings)
    {
        if (run.Plan is not { } plan)
        {
            return;
        }

        (long every, long last) = (run.Manifest.SpecValue(field).WholeAt()!.Value, plan.TotalSteps - 1);
        long wanted = ((last + every - 1) / every) + 1;
        long StepAt(int i) => Math.Min(i * every, last);
        int wrong = Enumerable.Range(0, steps.Length).FirstOrDefault(i => steps[i] != StepAt(i), steps.Length);
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
