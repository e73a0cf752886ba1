using StructuralError.Core.Common;

namespace StructuralError.Experiments.Datasets;

/// <summary>Builds the messages about unusable data files: the file, what is wrong, what to do.</summary>
internal static class IdxError
{
    private const string Replace = "Replace it with a whole copy of the IDX file (for MNIST, 'data fetch' downloads one).";

    public static UserErrorException Bad(string path, string what, string remedy = Replace, Exception? inner = null) =>
        new(FailureKind.BadData, $"{path}: {what}. {remedy}", inner);
}
