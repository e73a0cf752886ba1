using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Data;

/// <summary>
/// What the targets q of the training samples are. Each sample has a known distribution of its label, q_x: one-hot at the label that the data have, or a row of
/// a file; noise moves the share η of it to the other classes: q_x ← (1 − η) q_x + η (1 − q_x) / (C − 1). Then m labels may be drawn from q_x, and the target
/// is q̃, their frequencies; without draws it is q_x itself. Smoothing comes last: q ← (1 − ε) q + ε / C.
/// </summary>
/// <remarks>
/// A draw is a function of seed, sample and number of the draw alone (<see cref="CounterRandom"/>), so that neither the order nor the number of the others
/// changes it: m labels are the first m of any larger number, and the samples whose label a small η changes are among those that a larger one changes (with a
/// file, where q_x gives the data's label at least 1 / C).
/// </remarks>
public sealed record LabelSettings
{
    /// <summary>Most labels drawn for a sample: frequencies are counted in whole numbers.</summary>
    public const int MostCopies = 1 << 20;

    /// <summary>"labels" in ASCII: far from the numbers of layers, which are the streams of dropout.</summary>
    private const ulong Stream = 0x6C6162656C73;

    /// <summary>The labels as the data have them.</summary>
    public static LabelSettings AsTheyAre { get; } = new();

    /// <summary>η, the probability of another label than the data's.</summary>
    public double Noise { get; init; }

    /// <summary>ε.</summary>
    public double Smoothing { get; init; }

    /// <summary>m; 0 for no draw; null for what suits: one where there is noise.</summary>
    public int? Copies { get; init; }

    /// <summary>Of the draws. The run's seed changes nothing about the data.</summary>
    public long Seed { get; init; }

    /// <summary>The first so many training samples alone; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether each q_x is a row of a file.</summary>
    public bool FromFile { get; init; }

    /// <summary>Labels drawn for each sample.</summary>
    public int Draws => Copies ?? (Noise > 0 ? 1 : 0);

    /// <summary>Whether q_x may be anything but one-hot.</summary>
    public bool IsUncertain => FromFile || Noise > 0;

    /// <summary>Whether a target may be anything but one-hot.</summary>
    public bool IsSoft => Smoothing > 0 || (IsUncertain && Draws != 1);

    /// <summary>
    /// The training samples with their targets. The label of a sample from which labels were drawn is the most frequent one, the first of equals.
    /// </summary>
    /// <param name="train">With the rows of the file as targets, where there is one.</param>
    /// <param name="classes">C.</param>
    /// <exception cref="ArgumentException">There are fewer samples than <see cref="Limit"/>, or noise has no other class to go to.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered: many copies of many samples take minutes.</exception>
    public Dataset Apply(Dataset train, int classes, CancellationToken cancellation = default)
    {
        if (this with { FromFile = false, Seed = 0 } == AsTheyAre)
        {
            return train;
        }

        int count = Limit ?? train.Count;
        if (count > train.Count || (Noise > 0 && classes < 2))
        {
            throw new ArgumentException($"{train.Name} has {train.Count} samples and {classes} classes: not enough for these labels.", nameof(train));
        }

        byte[] labels = train.Labels[..count];
        double[] targets = IsUncertain || IsSoft ? new double[checked(count * classes)] : [];
        for (int n = 0; n < count && targets.Length > 0; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> q = targets.AsSpan(n * classes, classes);
            Distribution(train, n, q);
            if (Draws > 0)
            {
                labels[n] = Draw(q, labels[n], n);
            }

            for (int c = 0; c < classes && Smoothing > 0; c++)
            {
                q[c] = ((1 - Smoothing) * q[c]) + (Smoothing / classes);
            }
        }

        return train.WithLabels(labels, IsSoft ? targets : []);
    }

    /// <summary>q_x.</summary>
    private void Distribution(Dataset train, int n, Span<double> q)
    {
        if (train.IsSoft)
        {
            train.TargetOf(n).CopyTo(q);
        }
        else
        {
            q[train.Labels[n]] = 1;
        }

        for (int c = 0; c < q.Length && Noise > 0; c++)
        {
            q[c] = ((1 - Noise) * q[c]) + (Noise / (q.Length - 1) * (1 - q[c]));
        }
    }

    /// <summary>Replaces q_x by the frequencies of the labels drawn from it.</summary>
    /// <param name="label">The data's, whose share of [0, 1) is the first.</param>
    /// <returns>The most frequent label.</returns>
    private byte Draw(Span<double> q, int label, int sample)
    {
        ulong key = CounterRandom.Key(unchecked((ulong)Seed), Stream, 0, (ulong)sample);
        Span<int> counts = stackalloc int[q.Length];
        counts.Clear();
        for (int draw = 0; draw < Draws; draw++)
        {
            counts[Draw(q, label, CounterRandom.Uniform(key, (ulong)draw))]++;
        }

        int most = 0;
        for (int c = 0; c < q.Length; c++)
        {
            most = counts[c] > counts[most] ? c : most;
            q[c] = (double)counts[c] / Draws;
        }

        return (byte)most;
    }

    /// <summary>The class in whose share of [0, 1) a number lies: the shares of <paramref name="first"/> and then of the others, in order.</summary>
    private static int Draw(ReadOnlySpan<double> q, int first, double uniform)
    {
        double rest = uniform - q[first];
        int last = first;
        for (int c = 0; c < q.Length && rest >= 0; c++)
        {
            if (c != first && q[c] > 0)
            {
                last = c;
                rest -= q[c];
            }
        }

        // Where the shares sum to a little less than 1 by rounding, the last one takes what is left.
        return last;
    }
}
