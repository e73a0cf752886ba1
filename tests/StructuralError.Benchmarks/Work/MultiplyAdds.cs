namespace StructuralError.Benchmarks.Work;

/// <summary>Multiply-adds by the part of a step that they serve.</summary>
/// <param name="Gram">The layer's part of A: in form M the products J_c = B_cᵀ·patches as well as the Gram of J.</param>
internal readonly record struct MultiplyAdds(long Forward, long PullBack, long Gram, long Gradient)
{
    public long Total => Forward + PullBack + Gram + Gradient;

    public static MultiplyAdds operator +(MultiplyAdds a, MultiplyAdds b) =>
        new(a.Forward + b.Forward, a.PullBack + b.PullBack, a.Gram + b.Gram, a.Gradient + b.Gradient);
}

/// <summary>One layer's work on some samples, counted in three ways.</summary>
/// <param name="Dense">Every entry, masked or not.</param>
/// <param name="Necessary">What the masks leave; the yardstick. docs/performance.md defines it.</param>
/// <param name="Strict">As <paramref name="Necessary"/>, without the products of convolutions that a zero input, a masked input or the padding makes zero: a lower bound that no blocked kernel reaches.</param>
internal readonly record struct LayerWork(MultiplyAdds Dense, MultiplyAdds Necessary, MultiplyAdds Strict)
{
    public static LayerWork operator +(LayerWork a, LayerWork b) => new(a.Dense + b.Dense, a.Necessary + b.Necessary, a.Strict + b.Strict);
}
