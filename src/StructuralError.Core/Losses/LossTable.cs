using System.Collections.Immutable;

namespace StructuralError.Core.Losses;

/// <summary>Every loss there is. A new one is its file and a line here.</summary>
public static class LossTable
{
    /// <summary>What the paper measures.</summary>
    public static ILoss Default { get; } = new SoftmaxCrossEntropy();

    public static ImmutableArray<ILoss> All { get; } = [Default];

    /// <summary>Null where no loss has this name.</summary>
    public static ILoss? Find(string name) => All.FirstOrDefault(loss => loss.Name == name);
}
