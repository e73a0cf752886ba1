namespace StructuralError.Core.Losses;

/// <summary>The prediction as a class: the first of the largest logits. p is in the order of f wherever Ω treats all classes alike.</summary>
internal static class LargestLogit
{
    public static bool IsAt(int label, ReadOnlySpan<double> logits)
    {
        int best = 0;
        for (int c = 1; c < logits.Length; c++)
        {
            best = logits[c] > logits[best] ? c : best;
        }

        return best == label;
    }
}
