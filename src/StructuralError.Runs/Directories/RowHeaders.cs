using StructuralError.Core.Common;
using StructuralError.Runs.Tables;

namespace StructuralError.Runs.Directories;

/// <summary>Whether rows can be added to the files of a run that another version of the program may have begun.</summary>
internal static class RowHeaders
{
    /// <param name="shown">The run directory as messages show it.</param>
    /// <param name="marks">Of the checkpoint that the run goes on from.</param>
    /// <param name="classes">The network's number of classes.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.CannotCreate"/>: a file has columns that this version cannot write.</exception>
    public static void Require(string shown, string directory, IEnumerable<FileMark> marks, int classes)
    {
        foreach (string name in marks.Where(mark => mark.Length > 0).Select(mark => mark.Name))
        {
            if (Misfit(name, RowFile.HeaderOf(Path.Combine(directory, name)), classes) is { } misfit)
            {
                throw RunDirectory.Refusal(
                    shown, $"holds an unfinished run whose {name} {misfit}; the version that began it continues it, --force starts it over.");
            }
        }
    }

    private static string? Misfit(string name, string header, int classes) => name switch
    {
        RunDirectory.StepsName => RunTables.Steps.Misfit(header),
        RunDirectory.SamplesName => RunTables.Samples(classes).Misfit(header),
        RunDirectory.LayersName => RunTables.Layers.Misfit(header),
        RunDirectory.IndependenceName => RunTables.Independence.Misfit(header),
        RunDirectory.KernelName => RunTables.Kernel.Misfit(header),
        _ => null,
    };
}
