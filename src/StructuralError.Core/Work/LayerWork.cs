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
