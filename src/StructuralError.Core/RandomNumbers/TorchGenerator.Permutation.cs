namespace StructuralError.Core.RandomNumbers;

public sealed partial class TorchGenerator
{
    /// <summary>The numbers 0..n − 1 in random order: <c>torch.randperm(n)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = new int[count];
        FillPermutation(order);
        return order;
    }

    /// <summary>Overwrites <paramref name="order"/> with a permutation of 0..n − 1, n its length.</summary>
    /// <remarks>Fisher and Yates's shuffle from the front; place i takes its number from i + (32 random bits mod n − i), as PyTorch does.</remarks>
    public void FillPermutation(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (int i = 0; i < order.Length - 1; i++)
        {
            int other = i + (int)(NextUInt32() % (uint)(order.Length - i));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
