using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// What may be meant but seldom is, in data that can be used: classes without samples, and pixels that are not bytes and not of order 1.
/// </summary>
internal static class DatasetOddities
{
    private const int MostNamed = 8;

    /// <summary>A sentence for each oddity, in the order of the files.</summary>
    /// <param name="trainImages">The files of the images, train and test.</param>
    public static IEnumerable<string> Of(Dataset train, Dataset test, IdxFile trainImages, IdxFile testImages) =>
        [.. Classes(train, test), .. Range(train, trainImages), .. Range(test, testImages)];

    private static IEnumerable<string> Classes(Dataset train, Dataset test)
    {
        int classes = 1 + Math.Max(train.Labels.Max(), test.Labels.Max());
        if (train.Labels.Distinct().Count() == 1)
        {
            yield return $"The training samples are all of class {train.Labels[0]}: there is nothing to tell it from.";
        }

        int[] untrained = Missing(train, classes), untested = Missing(test, classes);
        if (untrained.Length > 0)
        {
            string shifted = untrained[0] == 0 && untested.FirstOrDefault(-1) == 0 ? " Labels count from 0: if yours count from 1, subtract 1." : string.Empty;
            yield return $"The training set has no sample of {Named(untrained)}. The network gets {classes} outputs all the same, so A, its eigenvalues and "
                + $"chance level count {(untrained.Length == 1 ? "this class" : "these classes")}.{shifted}";
        }

        if (untested.Except(untrained).ToArray() is { Length: > 0 } others)
        {
            yield return $"The test set has no sample of {Named(others)}; the test accuracy says nothing about {(others.Length == 1 ? "it" : "them")}.";
        }
    }

    private static IEnumerable<string> Range(Dataset data, IdxFile images)
    {
        if (images.ElementType == IdxElementType.U8)
        {
            yield break;
        }

        (float smallest, float largest) = DatasetStatistics.RangeOf(data);
        if (smallest < -1 || largest > 1)
        {
            yield return FormattableString.Invariant(
                $"{images.Path}: values of type {images.ElementType} are used as they are, from {smallest:G6} to {largest:G6}.")
                + " Only unsigned bytes are divided by 255. Where these are pixels from 0 to 255, write them as unsigned bytes or divide them yourself.";
        }
    }

    /// <summary>The classes of which there is no sample, ascending.</summary>
    private static int[] Missing(Dataset data, int classes) => [.. Enumerable.Range(0, classes).Except(data.Labels.Select(label => (int)label)).Order()];

    private static string Named(int[] classes) =>
        (classes.Length == 1 ? "class " : "classes ")
        + string.Join(", ", classes.Take(MostNamed))
        + (classes.Length > MostNamed ? FormattableString.Invariant($" and {classes.Length - MostNamed} more, up to {classes[^1]}") : string.Empty);
}
