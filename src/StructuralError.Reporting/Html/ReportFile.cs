using System.Text;
using StructuralError.Core.Common;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Html;

/// <summary>The page on the disk.</summary>
public static class ReportFile
{
    public const string DefaultName = "report.html";

    private const int Beginning = 4096;

    /// <summary>Writes it whole or not at all; the directory is made where it is missing.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be written.</exception>
    public static void Write(string path, ReportPage page)
    {
        byte[] content = ReportWriter.Write(page);
        DurableDirectory.MakeFor(path);
        DurableFile.Write(path, content);
    }

    /// <summary>Whether a file is a page that this program wrote.</summary>
    public static bool IsReport(string path) => RegularFile.ReadStart(path, Beginning).AsSpan().IndexOf(Encoding.UTF8.GetBytes(ReportWriter.Mark)) >= 0;
}
