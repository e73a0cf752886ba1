namespace StructuralError.Core.Losses;

/// <summary>The prediction as a class: the first of the largest logits. p is in the order of f for every loss.</summary>
public static class LargestLogit
{
    public static int Of(ReadOnlySpan<double> logits)
    {
        int best = 0;
        for (int c = 1; c < logits.Length; c++)
        {
            best = logits[c] > logits[best] ? c : best;
        }

        return best;
    }

    public static bool IsAt(int label, ReadOnlySpan<double> logits) => Of(logits) == label;
}
