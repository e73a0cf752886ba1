using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Runs;

/// <summary>Draws one figure of several runs, a file for each format.</summary>
public static class ComparisonFiles
{
    /// <param name="paths">A file for each of the formats.</param>
    /// <param name="isForced">Whether files that are there and are no such figures are replaced.</param>
    /// <param name="warn">Is told of rows and runs that were dropped.</param>
    /// <param name="progress">Is told how many runs were read.</param>
    /// <returns>The files that were written; a pipe or the like is none.</returns>
    public static IReadOnlyList<string> Write(
        IReadOnlyList<string> directories, ComparisonRequest comparison, FigureFiles files, IReadOnlyList<string> paths, bool isForced, IFileSystem disk,
        Action<string> warn, CancellationToken cancellation, IProgress<DoneCount>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            OutputFile.Require(path, isForced, FigureFiles.IsOwn);
        }

        IReadOnlyList<ComparedRun> runs = ComparedRun.Read(directories, comparison, warn, cancellation, progress);
        Figure figure = ComparisonFigure.Build(FigureFiles.ComparisonId, runs, comparison, warn);
        return
        [
            .. files.Encode(figure).Zip(paths)
                .Where(each => OutputFile.Write(each.Second, each.First.Content, isForced, FigureFiles.IsOwn, disk))
                .Select(each => each.Second),
        ];
    }
}
