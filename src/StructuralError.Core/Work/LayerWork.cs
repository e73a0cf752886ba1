namespace StructuralError.Core.Work;

/// <summary>One layer's work on some samples, counted in three ways.</summary>
/// <param name="Dense">Every entry, masked or not.</param>
/// <param name="Necessary">What the masks of ReLU and max-pool leave; the yardstick. docs/performance.md defines it.</param>
/// <param name="Strict">As <paramref name="Necessary"/>, without any product that a zero input or the padding makes zero: a lower bound that no blocked kernel
/// reaches.</param>
public readonly record struct LayerWork(MultiplyAdds Dense, MultiplyAdds Necessary, MultiplyAdds Strict)
{
    public static LayerWork operator +(LayerWork a, LayerWork b) => new(a.Dense + b.Dense, a.Necessary + b.Necessary, a.Strict + b.Strict);
}

/// <summary>Multiply-adds by the part of a step that they serve.</summary>
/// <param name="Gram">The layer's part of A: in form M the products J_c = B_cᵀ·patches as well as the Gram of J.</param>
public readonly record struct MultiplyAdds(long Forward, long PullBack, long Gram, long Gradient)
{
    public long Total => Forward + PullBack + Gram + Gradient;

    public static MultiplyAdds operator +(MultiplyAdds a, MultiplyAdds b) =>
        new(a.Forward + b.Forward, a.PullBack + b.PullBack, a.Gram + b.Gram, a.Gradient + b.Gradient);

    /// <summary>The mean over some samples, rounded.</summary>
    public static MultiplyAdds operator /(MultiplyAdds a, int samples) =>
        new(Rounded(a.Forward, samples), Rounded(a.PullBack, samples), Rounded(a.Gram, samples), Rounded(a.Gradient, samples));

    private static long Rounded(long count, int samples) => (long)Math.Round((double)count / samples);
}
