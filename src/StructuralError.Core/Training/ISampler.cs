using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Training;

/// <summary>The order of the samples, epoch by epoch, and where the random numbers stood from which the present one was drawn.</summary>
public interface ISampler
{
    /// <summary>Before the present epoch was drawn.</summary>
    GeneratorState EpochStart { get; }

    /// <summary>The order of the next epoch: a permutation of 0 … count − 1. Valid until the next call.</summary>
    int[] NextEpoch();

    /// <summary>Goes back to a state of <see cref="EpochStart"/>: the next epoch is the one that was drawn from it.</summary>
    /// <exception cref="ArgumentException">The value is no state of the generator.</exception>
    void Restore(GeneratorState epochStart);
}
