using System.Text;
using System.Text.Json;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether <c>samples.csv</c>, where the spec asks for it, has its header and as many rows as the steps have samples.</summary>
internal static class SamplesCheck
{
    // A label is a byte.
    private const int MostClasses = 256;

    private const int LongestHeader = 1 << 16;

    public static void Check(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        string path = run.File(RunDirectory.SamplesName);
        bool isWanted = run.Manifest.SpecValue("per_sample").ValueKind == JsonValueKind.True;
        if (!isWanted || !File.Exists(path))
        {
            if (isWanted && run.Status == RunStatus.Finished)
            {
                findings.Problem($"{RunDirectory.SamplesName}: is missing; the spec asks for it");
            }

            return;
        }

        using FileStream file = RegularFile.OpenRead(path, 1 << 16);
        if (run.Manifest.Network?.Classes is not (>= 1 and <= MostClasses and var classes) || !HasHeader(file, classes))
        {
            findings.Problem($"{RunDirectory.SamplesName}, line 1: the header is not that of a network with the manifest's number of classes");
            return;
        }

        (long lines, bool isWhole) = CountLines(file);

        // Of a step's rows, samples.csv has those first: a killed run may have some of a step that has no row of its own.
        long wanted = rows?.Sum(row => (long)row.Samples) ?? lines;
        bool isRight = run.Status == RunStatus.Finished ? isWhole && lines == wanted : lines >= wanted;
        if (!isRight)
        {
            findings.Problem(FormattableString.Invariant($"{RunDirectory.SamplesName}: has {lines} whole rows, {RunDirectory.StepsName} counts {wanted} samples{(isWhole ? string.Empty : "; the last line is incomplete")}"));
        }
    }

    /// <summary>Reads the first line; the file stands behind it.</summary>
    private static bool HasHeader(FileStream file, int classes)
    {
        var line = new List<byte>();
        int next;
        while ((next = file.ReadByte()) is not ('\n' or -1) && line.Count <= LongestHeader)
        {
            line.Add((byte)next);
        }

        return next == '\n' && SampleColumns.Table(classes).IsReadable(Encoding.UTF8.GetString([.. line]));
    }

    private static (long Lines, bool IsWhole) CountLines(FileStream file)
    {
        byte[] piece = new byte[1 << 16];
        long lines = 0;
        byte last = (byte)'\n';
        int read;
        while ((read = file.Read(piece)) > 0)
        {
            lines += piece.AsSpan(0, read).Count((byte)'\n');
            last = piece[read - 1];
        }

        return (lines, last == (byte)'\n');
    }
}
