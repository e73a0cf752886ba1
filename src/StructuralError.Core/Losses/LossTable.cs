using System.Collections.Immutable;

namespace StructuralError.Core.Losses;

/// <summary>Every loss there is. A new one is its file and a line here.</summary>
public static class LossTable
{
    /// <summary>What the paper measures.</summary>
    public static ILoss Default { get; } = new SoftmaxCrossEntropy();

    public static ImmutableArray<LossEntry> All { get; } =
    [
        new(Default),
        new(new Squared()),
        new(new Sparsemax()),
        new("entmax:ALPHA", "entmax:1.5", Entmax.Read),
        new(new OvaLogistic()),
        new(new Poisson()),
        new(new Perceptron()),
    ];

    /// <summary>All of them, for messages.</summary>
    public static string Words { get; } = $"one of {string.Join(", ", All.Select(entry => entry.Form))}, with 1 < ALPHA <= 2";

    /// <summary>Null where no loss has this name.</summary>
    public static ILoss? Find(string name) => All.Select(entry => entry.Read(name)).FirstOrDefault(loss => loss is not null);

    /// <exception cref="ArgumentException">No loss has this name.</exception>
    public static ILoss Of(string name) => Find(name) ?? throw new ArgumentException($"there is no loss called '{name}'", nameof(name));
}

/// <summary>A loss of the table, or a family of them with a number.</summary>
/// <param name="Form">How it is written: <c>softmax</c>, <c>entmax:ALPHA</c>.</param>
/// <param name="Example">A name that is one of them: <c>entmax:1.5</c>.</param>
/// <param name="Read">Gives the loss of a name; null where the name is another's.</param>
public sealed record LossEntry(string Form, string Example, Func<string, ILoss?> Read)
{
    /// <summary>A loss without a number.</summary>
    public LossEntry(ILoss loss)
        : this(loss.Name, loss.Name, name => name == loss.Name ? loss : null)
    {
    }
}
