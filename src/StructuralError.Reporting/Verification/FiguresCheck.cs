using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Verification;

/// <summary>
/// Whether each figure, made again from the rows, has the bytes of the file. Versions draw otherwise: a figure of another one that differs is a note.
/// </summary>
internal static class FiguresCheck
{
    /// <param name="rows">Null where they cannot be read: then nothing can be made again.</param>
    /// <param name="kernel">As <paramref name="rows"/>.</param>
    public static void Check(Run run, IReadOnlyList<StepRow>? rows, IReadOnlyList<KernelRow>? kernel, Findings findings)
    {
        if (rows is not { Count: > 0 } || kernel is null)
        {
            return;
        }

        foreach (Figure figure in RunFigures.Build(run.Manifest, rows, kernel))
        {
            string name = $"{RunDirectory.FiguresName}/{figure.Id}.svg";
            string path = run.File(name);
            bool isThere = File.Exists(path);

            // Earlier versions drew no overview.
            if (!isThere && figure.Id != OverviewFigure.Id)
            {
                findings.Problem($"{name}: is missing; 'plot {run.Path}' makes it again");
            }
            else if (isThere && !IsSame(path, SvgWriter.Write(figure)))
            {
                CheckDifference(run, name, findings);
            }
        }
    }

    private static void CheckDifference(Run run, string name, Findings findings)
    {
        string? drawn = run.Manifest.Parts()[^1].By?.Version;
        if (drawn == SourceVersion.ProgramVersion)
        {
            findings.Problem($"{name}: is not what the rows give; 'plot {run.Path}' makes it again");
            return;
        }

        string version = drawn is null ? "a version that is not recorded" : $"version {drawn}";
        findings.Note($"{name}: was drawn by {version}; this one, {SourceVersion.ProgramVersion}, draws it otherwise, so whether it was changed is not known. "
            + $"'plot {run.Path}' draws it again");
    }

    private static bool IsSame(string path, byte[] expected)
    {
        using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
        byte[] found = new byte[expected.Length];
        return file.Length == expected.Length
            && file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.AsSpan().SequenceEqual(expected);
    }
}
