using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>The labels that a spec asks for.</summary>
public static class TrainingLabels
{
    /// <summary>The data with the training set's labels and targets as the settings have them; the test set stays as it is.</summary>
    /// <exception cref="UserErrorException">Exit 2: there are fewer samples, or fewer classes, than the settings need.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static DatasetPair Apply(LabelSettings labels, DatasetPair data, CancellationToken cancellation = default)
    {
        if (labels.Limit > data.Train.Count)
        {
            throw new UserErrorException(FailureKind.Usage, FormattableString.Invariant(
                $"train_limit: {labels.Limit} asks for more samples than the {data.Train.Count} that {data.Name} has to train on."));
        }

        if (labels.Noise > 0 && data.Classes < 2)
        {
            throw new UserErrorException(FailureKind.Usage, $"label_noise: {data.Name} has a single class, so no label can become another.");
        }

        Dataset train = labels.Apply(data.Train, data.Classes, cancellation);
        return ReferenceEquals(train, data.Train) ? data : data with { Train = train };
    }
}
