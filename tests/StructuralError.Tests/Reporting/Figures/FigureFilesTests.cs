using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Svg;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public sealed class FigureFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("figure-files-").FullName;

    private static Figure Figure => SampleFigures.All["grid"];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Write_Formats_OneFileEachNamedAfterTheFigure()
    {
        string directory = Path.Combine(_directory, "new", "figures");
        IReadOnlyList<string> written = new FigureFiles([FigureFormat.Pdf, FigureFormat.Svg, FigureFormat.Pdf]).Write(directory, Figure);
        Assert.Equal([Path.Combine(directory, "grid.pdf"), Path.Combine(directory, "grid.svg")], written);
        Assert.Equal(PdfWriter.Write(Figure), File.ReadAllBytes(written[0]));
        Assert.Equal(SvgWriter.Write(Figure), File.ReadAllBytes(written[1]));
        Assert.Equal(2, Directory.GetFileSystemEntries(directory).Length);
    }

    [Fact]
    public void Write_DirectoryIsAFile_IsAnOutputErrorThatNamesThePath()
    {
        string file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "in the way");
        UserErrorException error = Assert.Throws<UserErrorException>(() => FigureFiles.Svg.Write(file, Figure));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.StartsWith($"{file}: the directory cannot be made", error.Message, StringComparison.Ordinal);
    }
}
