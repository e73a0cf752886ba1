using System.Net;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// Downloads MNIST's four compressed files. A file is checked by the SHA-256 of its content before it gets its name, so what stands in the directory is whole
/// and right, also with several downloads at once. A mirror that fails is tried once more, after the others; one that fails twice is left alone.
/// </summary>
public sealed class MnistDownloader(DownloadOptions options)
{
    internal IReadOnlyList<MnistFile> Files { get; init; } = MnistFile.All;

    /// <summary>Downloads what is not there already with the right content.</summary>
    /// <returns>The paths of the four files.</returns>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.InputOutput"/>: no mirror delivered a file (each is named with its reason), or the disk did not take it;
    /// <see cref="FailureKind.BadData"/>: a file of that name is there with other content.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; no part of a file stays behind.</exception>
    public async Task<IReadOnlyList<string>> FetchAsync(string directory, CancellationToken cancellation = default)
    {
        Sweep(directory);
        using HttpClient client = new(
            options.Handler ?? new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }, options.Handler is null);
        client.Timeout = Timeout.InfiniteTimeSpan;
        WaitingBudget budget = new(options.WaitingBudget);
        MirrorRequest request = new(client, options, budget);
        List<Mirror> mirrors = [.. options.Mirrors.Prepend(options.Mirror).OfType<Uri>().Distinct().Select(address => new Mirror(address))];
        List<string> paths = [];
        foreach (MnistFile file in Files)
        {
            paths.Add(Present(directory, file, cancellation)
                ?? await FetchFileAsync(request, mirrors, budget, directory, file, cancellation).ConfigureAwait(false));
        }

        return paths;
    }

    /// <summary>The path of a file that is there and right. A wrong one is not replaced: it may be another data set of the same file names.</summary>
    private static string? Present(string directory, MnistFile file, CancellationToken cancellation)
    {
        if (file.FindIn(directory) is not string path)
        {
            return null;
        }

        string sha256 = IdxReader.Read(path, cancellation).Sha256;
        return sha256 == file.Sha256
            ? path
            : throw IdxError.Bad(path, $"is there, but is not MNIST's {file.Name}: the SHA-256 of its content is {sha256}, it must be {file.Sha256}",
                "Delete it, or download into another directory with --data-dir.");
    }

    private async Task<string> FetchFileAsync(
        MirrorRequest request, List<Mirror> mirrors, WaitingBudget budget, string directory, MnistFile file, CancellationToken cancellation)
    {
        string path = Path.Combine(directory, file.CompressedName);
        while (!budget.IsSpent && mirrors.Where(mirror => !mirror.IsGivenUp).MinBy(mirror => mirror.Failures) is Mirror mirror)
        {
            if (mirror.Failures > 0)
            {
                await Task.Delay(options.RetryPause, cancellation).ConfigureAwait(false);
            }

            try
            {
                using DurableFile target = await request
                    .DownloadAsync(new Uri(mirror.Address, file.CompressedName), file, Open, cancellation).ConfigureAwait(false);
                target.Flush();
                if (GzipCheck.Explain(target.Stream, file, cancellation) is string wrong)
                {
                    throw new MirrorException(wrong, isWorthRetrying: true);
                }

                target.Commit();
                mirror.Succeeded();
                return path;
            }
            catch (MirrorException failure)
            {
                budget.Failed();
                mirror.Failed(failure);
            }
        }

        throw new UserErrorException(FailureKind.InputOutput, Summary(mirrors, budget, directory, file));

        // The directory is made as late as here, so that nothing is left where no mirror answers.
        DurableFile Open()
        {
            DurableDirectory.Make(directory);
            return new DurableFile(path);
        }
    }

    private static void Sweep(string directory)
    {
        if (File.Exists(directory))
        {
            throw new UserErrorException(
                FailureKind.InputOutput, $"{directory}: is a file, so nothing can be downloaded into it. Name a directory with --data-dir.");
        }

        TemporaryName.Sweep(directory, name => MnistFile.All.Any(file => file.CompressedName == name));
    }

    /// <summary>One problem a line: a message is one line, so that what comes from a mirror cannot pass for another.</summary>
    private static IReadOnlyList<Problem> Summary(List<Mirror> mirrors, WaitingBudget budget, string directory, MnistFile file) =>
    [
        new($"MNIST could not be downloaded into {directory} ({file.CompressedName}):"),
        .. mirrors.Select(mirror => new Problem(
            $"{mirror.Address}: {mirror.Reason ?? FormattableString.Invariant($"not tried, {budget.Limit.TotalSeconds:0} s of waiting were spent")}")),
        new($"Put the four files ({string.Join(", ", MnistFile.All.Select(mnist => mnist.CompressedName))}) into {directory}, "
            + "or name the directory that holds them with --data-dir, or use --dataset digits."),
    ];
}
