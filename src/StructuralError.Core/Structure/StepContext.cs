using StructuralError.Core.Losses;

namespace StructuralError.Core.Structure;

/// <summary>What sums over samples have to know of the run.</summary>
/// <param name="Tolerance">What Theorem 3 is allowed.</param>
/// <param name="Loss">What is trained for.</param>
/// <param name="IsSoft">Whether targets may be other than one-hot.</param>
internal readonly record struct StepContext(double Tolerance, ILoss Loss, bool IsSoft)
{
    /// <summary>
    /// Whether samples that are fitted exactly, E_f = 0, are counted, and left out of means of logarithms. Otherwise there are none, unless E_f is too small
    /// for an engine that does not measure its logarithm: that is ln 0 = −∞.
    /// </summary>
    public bool CountsExactFits => Loss.FitsExactly || IsSoft;
}
