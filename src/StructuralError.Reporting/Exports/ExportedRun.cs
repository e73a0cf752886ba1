using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Exports;

/// <summary>Opens runs to export them.</summary>
internal static class ExportedRun
{
    /// <exception cref="UserErrorException">It is no run, has no rows' file, or is finished and no longer has the files that it wrote.</exception>
    public static Run Open(string directory)
    {
        Run run = Run.Open(directory);
        FinishedFiles.Require(directory, directory, run.Manifest, RunDirectory.StepsName);
        return File.Exists(run.File(RunDirectory.StepsName)) ? run : throw new UserErrorException(
            FailureKind.BadData, $"{directory}: has no {RunDirectory.StepsName}, so there is nothing to export. Run the training again.");
    }
}
