using StructuralError.Core.Common;

namespace StructuralError.Core.Training;

/// <summary>Keeps what a training loop needs to go on. The loop calls it between steps only, when all rows of the last step have been handed on.</summary>
public interface ICheckpoints
{
    /// <summary>Asked after every step; must not allocate.</summary>
    /// <param name="steps">Steps taken so far.</param>
    bool IsDue(long steps);

    /// <param name="state">After the last step; parameters and sample order are those of this moment.</param>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    void Save(TrainingState state);
}
