using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Specs;

/// <summary>Finds everything that is wrong with a spec by itself: nothing is read, looked up or started.</summary>
public static class RunSpecValidator
{
    public static IEnumerable<Problem> Check(RunSpec spec)
    {
        foreach (SpecField field in SpecFields.All)
        {
            if (field.Check(spec) is { } problem)
            {
                yield return problem;
            }
        }

        foreach ((string name, double value) in new[] { ("learning_rate", spec.LearningRate), ("momentum", spec.Momentum), ("weight_decay", spec.WeightDecay) })
        {
            if (spec.Precision == Precision.F32 && value != 0 && (float)value is 0 or float.PositiveInfinity)
            {
                string becomes = (float)value == 0 ? "0" : "infinite";
                yield return new Problem(FormattableString.Invariant(
                    $"{name}: {value} is {becomes} in float32, in which this run computes; take --precision f64 or another value."));
            }
        }

        if (spec.KernelProbe != SpecFields.Defaults.KernelProbe && spec.KernelEvery == 0)
        {
            yield return new Problem(FormattableString.Invariant(
                $"kernel_probe: {spec.KernelProbe.Split}:{spec.KernelProbe.Count} is never measured; give --kernel-every N too."));
        }

        if (spec.Match != InitialWeights.ByName && spec.InitWeights is null)
        {
            yield return new Problem($"match: '{spec.Match}' is of the tensors of a file; give --init-weights FILE too.");
        }

        if (spec.Weights == new StructuralWeights(0, 0, 0))
        {
            yield return new Problem("alpha, beta, gamma: all three are 0, so the structural error S would be 0 throughout; make one of them positive.");
        }
    }
}
