using StructuralError.Core.Data;

namespace StructuralError.Core.Losses;

/// <summary>What a sample's prediction should be: the distribution q over the classes, most often one-hot at a label.</summary>
public readonly ref struct Target
{
    /// <param name="label">y, by which a prediction is right or wrong; where q comes from a file, another class may have the largest share of it.</param>
    /// <param name="distribution">q, length C; empty where it is one-hot at the label.</param>
    public Target(int label, ReadOnlySpan<double> distribution)
    {
        Label = label;

        // One-hot by its values is one-hot: a loss then gives the same bits for both.
        Distribution = !distribution.IsEmpty && distribution[label] == 1 ? default : distribution;
    }

    public int Label { get; }

    /// <summary>q, length C; empty where it is one-hot.</summary>
    public ReadOnlySpan<double> Distribution { get; }

    public bool IsOneHot => Distribution.IsEmpty;

    /// <summary>q_c.</summary>
    public double this[int c] => !IsOneHot ? Distribution[c] : c == Label ? 1 : 0;

    /// <summary>The target of one sample.</summary>
    public static Target Of(Dataset data, int index) => new(data.Labels[index], data.TargetOf(index));

    public static implicit operator Target(int label) => new(label, default);
}
