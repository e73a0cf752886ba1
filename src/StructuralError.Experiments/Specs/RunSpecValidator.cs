using StructuralError.Core.Common;
using StructuralError.Core.Structure;

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

        if (spec.Weights == new StructuralWeights(0, 0, 0))
        {
            yield return new Problem("alpha, beta, gamma: all three are 0, so the structural error S would be 0 throughout; make one of them positive.");
        }
    }
}
