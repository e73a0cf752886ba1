namespace StructuralError.Core.Losses;

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
