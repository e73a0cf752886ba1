using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>Makes a data set of four IDX files: train images, train labels, test images, test labels.</summary>
internal static class IdxDatasetLoader
{
    private sealed record Half(Dataset Data, IdxFile Images, IdxFile Labels, string? Warning);

    /// <summary>Reads and checks the files, train and test beside each other.</summary>
    /// <param name="expected">What the files must be, in the same order; null where any content will do.</param>
    /// <exception cref="UserErrorException">Files are malformed, do not belong together, or are not those expected; problems of both halves at
    /// once.</exception>
    public static DatasetPair Load(string name, string source, IReadOnlyList<string> paths, IReadOnlyList<MnistFile>? expected, CancellationToken cancellation)
    {
        Half? train = null;
        Half? test = null;
        List<UserErrorException>[] errors = [[], []];
        Parallel.Invoke(
            () => train = Attempt(() => LoadHalf(name, paths[0], paths[1], expected?[0], expected?[1], cancellation), errors[0]),
            () => test = Attempt(() => LoadHalf(name, paths[2], paths[3], expected?[2], expected?[3], cancellation), errors[1]));
        cancellation.ThrowIfCancellationRequested();
        if (train is null || test is null)
        {
            List<UserErrorException> all = [.. errors.SelectMany(half => half)];
            throw new UserErrorException(all[0].Kind, [.. all.SelectMany(error => error.Problems)]);
        }

        if (train.Data.SampleShape != test.Data.SampleShape)
        {
            throw IdxError.Bad(paths[2], $"test images have shape {test.Data.SampleShape}, train images ({paths[0]}) have {train.Data.SampleShape}",
                "Use files of one data set.");
        }

        IdxFile[] files = [train.Images, train.Labels, test.Images, test.Labels];
        string[] layouts = [.. new[] { train.Warning, test.Warning }.OfType<string>()];
        return new DatasetPair(name, source, train.Data, test.Data, files.ToDictionary(file => UncompressedName(file.Path), file => file.Sha256))
        {
            Warnings = expected is null ? [.. layouts, .. DatasetOddities.Of(train.Data, test.Data, train.Images, test.Images)] : [],
        };
    }

    internal static string UncompressedName(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    private static Half? Attempt(Func<Half> load, List<UserErrorException> errors)
    {
        try
        {
            return load();
        }
        catch (UserErrorException exception)
        {
            errors.Add(exception);
        }
        catch (OperationCanceledException)
        {
            // The caller throws for both halves.
        }

        return null;
    }

    private static Half LoadHalf(
        string name, string imagesPath, string labelsPath, MnistFile? expectedImages, MnistFile? expectedLabels, CancellationToken cancellation)
    {
        IdxFile labels = IdxReader.Read(labelsPath, cancellation);
        RequireExpected(labels, expectedLabels);
        IdxFile images = IdxReader.Read(imagesPath, cancellation);
        RequireExpected(images, expectedImages);
        RequireKind(images, labels);
        TensorShape shape = images.Dimensions.Count == 3
            ? TensorShape.Image(1, images.Dimensions[1], images.Dimensions[2])
            : TensorShape.Image(images.Dimensions[1], images.Dimensions[2], images.Dimensions[3]);
        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw IdxError.Bad(imagesPath, $"holds {images.Dimensions[0]} images, but {labelsPath} holds {labels.Dimensions[0]} labels",
                "Use files that belong together.");
        }

        byte[] classes = IdxLabels.Of(labels);
        Dataset data = images.ElementType == IdxElementType.U8
            ? new Dataset(name, shape, images.Raw, classes)
            : new Dataset(name, shape, ToPixels(images), classes);
        return new Half(data, images, labels, IdxLabels.Warning(labels));
    }

    private static void RequireExpected(IdxFile file, MnistFile? expected)
    {
        if (expected is not null && file.Sha256 != expected.Sha256)
        {
            throw IdxError.Bad(file.Path, $"is not MNIST's {expected.Name}: the SHA-256 of its content is {file.Sha256}, it must be {expected.Sha256}",
                "Delete it and run 'data fetch', or name the directory itself with --dataset PATH if another data set is meant.");
        }
    }

    private static void RequireKind(IdxFile images, IdxFile labels)
    {
        bool imagesFit = images.Dimensions.Count is 3 or 4;
        bool labelsFit = labels.Dimensions.Count == 1 || IdxLabels.IsTable(labels);
        if (!imagesFit && !labelsFit && images.Dimensions.Count == 1)
        {
            throw IdxError.Bad(images.Path, $"images and labels are swapped: this file holds labels, {labels.Path} holds images", "Exchange the two names.");
        }

        if (!imagesFit)
        {
            throw IdxError.Bad(images.Path, $"images must have 3 dimensions [n, height, width] or 4 [n, channels, height, width], these have {Shape(images)}" +
                (images.Dimensions.Count == 1 ? " (labels in place of images?)" : ""));
        }

        if (!labelsFit)
        {
            throw IdxError.Bad(labels.Path, $"labels must have 1 dimension [n], these have {Shape(labels)}"
                + (labels.Dimensions.Count >= 3 ? " (images in place of labels?)" : ""), IdxLabels.Remedy);
        }
    }

    private static string Shape(IdxFile file) => $"[{string.Join(", ", file.Dimensions)}]";

    private static float[] ToPixels(IdxFile file)
    {
        float[] pixels = file.ToFloat32();
        int wrong = Array.FindIndex(pixels, value => !float.IsFinite(value));
        return wrong < 0
            ? pixels
            : throw IdxError.Bad(file.Path, FormattableString.Invariant(
                $"value {file[wrong]} of sample {wrong / (pixels.Length / file.Dimensions[0])} is not a finite float32 number"),
                "Clean the data.");
    }
}
