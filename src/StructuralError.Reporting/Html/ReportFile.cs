using StructuralError.Core.Common;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Html;

/// <summary>The page on the disk.</summary>
public static class ReportFile
{
    public const string DefaultName = "report.html";

    /// <summary>Writes it whole or not at all; the directory is made where it is missing.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be written.</exception>
    public static void Write(string path, ReportPage page)
    {
        byte[] content = ReportWriter.Write(page);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            DurableFile.Write(path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be written: {exception.Message}", exception);
        }
    }
}
