using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// The distribution of each training sample's label, from an IDX file beside the labels: <c>train-soft-labels*</c>, plain or gzipped, float32 or float64,
/// [sample, class]. C is its number of columns.
/// </summary>
internal static class SoftLabelFile
{
    /// <summary>
    /// How far the sum of a row may be from 1: ten times what rounding to float32 makes of any distribution (Σ q_c 2⁻²⁴ ≈ 6e-8), and of one written in six
    /// digits. What is allowed is divided out, so that every target sums to 1 within 1e-15.
    /// </summary>
    public const double SumTolerance = 1e-6;

    private const string Labels = "train-labels";
    private const string SoftLabels = "train-soft-labels";
    private const int MostClasses = 256;

    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: the file is missing, or is not one of distributions for this data.</exception>
    public static DatasetPair AddTo(DatasetPair data, CancellationToken cancellation)
    {
        if (!Directory.Exists(data.Source))
        {
            throw new UserErrorException(
                FailureKind.Usage, $"soft_labels: {data.Name} has no files that soft labels could lie beside; take --dataset mnist or a directory.");
        }

        IdxFile file = IdxReader.Read(Find(data.Source), cancellation);
        Require(file, data);
        return data with
        {
            Train = data.Train.WithLabels(data.Train.Labels, Rows(file)),
            Classes = file.Dimensions[1],
            Sha256 = new Dictionary<string, string>(data.Sha256) { [IdxDatasetLoader.UncompressedName(file.Path)] = file.Sha256 },
        };
    }

    /// <summary>The hashes of a data set's files with that of the soft labels.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is malformed.</exception>
    public static IReadOnlyDictionary<string, string> AddHash(IReadOnlyDictionary<string, string> hashes, string directory, CancellationToken cancellation)
    {
        IdxFile file = IdxReader.Read(Find(directory), cancellation);
        return new Dictionary<string, string>(hashes) { [IdxDatasetLoader.UncompressedName(file.Path)] = file.Sha256 };
    }

    private static string Find(string directory)
    {
        string labels = IdxDirectory.Find(directory)[1], name = Path.GetFileName(labels), place = Path.GetDirectoryName(labels)!;
        string start = name[..name.IndexOf(Labels, StringComparison.OrdinalIgnoreCase)] + SoftLabels;
        return IdxDirectory.Only(place, start) ?? throw IdxError.Bad(
            place, $"no file {start}* (plain or .gz; for example {start}-idx2-double)", "Put it there, or leave --soft-labels out.");
    }

    private static void Require(IdxFile file, DatasetPair data)
    {
        if (file.ElementType is not (IdxElementType.F32 or IdxElementType.F64) || file.Dimensions.Count != 2)
        {
            throw IdxError.Bad(
                file.Path, $"soft labels must be float32 or float64 [n, classes], these are {file.ElementType} [{string.Join(", ", file.Dimensions)}]",
                "Write one row of probabilities a training sample.");
        }

        int samples = file.Dimensions[0], classes = file.Dimensions[1];
        if (samples != data.Train.Count || classes < data.Classes || classes > MostClasses)
        {
            throw IdxError.Bad(
                file.Path,
                FormattableString.Invariant($"holds {samples} rows of {classes}; there are {data.Train.Count} training samples of {data.Classes} classes"),
                FormattableString.Invariant($"Write one row a training sample, with a number for each class, at most {MostClasses}."));
        }
    }

    private static double[] Rows(IdxFile file)
    {
        int classes = file.Dimensions[1];
        double[] rows = new double[file.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = file[i];
            if (!(rows[i] >= 0 && double.IsFinite(rows[i])))
            {
                throw IdxError.Bad(
                    file.Path, FormattableString.Invariant($"value {rows[i]} of sample {i / classes}, class {i % classes} is no probability"),
                    "Each must be a finite number, 0 or more.");
            }
        }

        for (int row = 0; row < rows.Length; row += classes)
        {
            Span<double> q = rows.AsSpan(row, classes);
            double sum = 0;
            foreach (double value in q)
            {
                sum += value;
            }

            if (Math.Abs(sum - 1) > SumTolerance)
            {
                throw IdxError.Bad(
                    file.Path, FormattableString.Invariant($"the row of sample {row / classes} sums to {sum:G9}"),
                    FormattableString.Invariant($"Each must sum to 1 within {SumTolerance}."));
            }

            foreach (ref double value in q)
            {
                value /= sum;
            }
        }

        return rows;
    }
}
