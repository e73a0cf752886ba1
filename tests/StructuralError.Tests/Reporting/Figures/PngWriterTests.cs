using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Png;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class PngWriterTests
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7];

    private static StructuralError.Reporting.Figures.Model.Figure Figure => SampleFigures.All["grid"];

    [Theory]
    [InlineData("chromium", "chromium")]
    [InlineData("inkscape,google-chrome", "inkscape")]
    [InlineData("chromium,inkscape,rsvg-convert", "rsvg-convert")]
    public void Write_WhicheverIsThere_FirstIsUsed(string there, string used)
    {
        FakePrograms programs = new(there.Split(','));
        Assert.Equal(Picture, new PngWriter(programs).Write(Figure));
        Assert.Equal("/programs/" + used, Assert.Single(programs.Runs).Path);
    }

    [Theory]
    [InlineData("rsvg-convert", 3, "--zoom|3|--output|OUT|IN")]
    [InlineData("inkscape", 0.5, "--export-type=png|--export-dpi=48|--export-filename=OUT|IN")]
    public void Write_Scale_IsHandedOn(string program, double scale, string expected)
    {
        using CommaCulture culture = new();
        FakePrograms programs = new(program);
        new PngWriter(programs).Write(Figure, scale);
        (_, IReadOnlyList<string> arguments, string svg, string png) = Assert.Single(programs.Runs);
        Assert.Equal(expected.Replace("OUT", png, StringComparison.Ordinal).Replace("IN", svg, StringComparison.Ordinal), string.Join('|', arguments));
    }

    [Fact]
    public void Write_Chromium_GetsTheFiguresSizeAndTheScale()
    {
        FakePrograms programs = new("chromium");
        new PngWriter(programs).Write(Figure, 1.5);
        IReadOnlyList<string> arguments = Assert.Single(programs.Runs).Arguments;
        Assert.Contains("--force-device-scale-factor=1.5", arguments);
        Assert.Contains(arguments, argument => argument.StartsWith("--window-size=900,", StringComparison.Ordinal));
        Assert.StartsWith("file:///", arguments[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ProgramGetsTheSvg_AndNothingIsLeftBehind()
    {
        FakePrograms programs = new("rsvg-convert");
        new PngWriter(programs).Write(Figure);
        Assert.StartsWith("<svg ", programs.Svg, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Assert.Single(programs.Runs).Svg)));
    }

    [Fact]
    public void Write_NoProgram_NamesTheThree()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => new PngWriter(new FakePrograms()).Write(Figure));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.All((string[])["rsvg-convert", "Inkscape", "Chromium"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, true, "exit code 1")]
    [InlineData(0, false, "made no PNG")]
    public void Write_ProgramFails_SaysWhatItSaid(int exitCode, bool makesPicture, string expected)
    {
        FakePrograms programs = new("rsvg-convert") { ExitCode = exitCode, Output = makesPicture ? Picture : [1, 2, 3], Messages = "no fonts here" };
        UserErrorException error = Assert.Throws<UserErrorException>(() => new PngWriter(programs).Write(Figure));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("no fonts here", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Assert.Single(programs.Runs).Svg)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(11)]
    public void Write_ScaleOutOfRange_Throws(double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PngWriter(new FakePrograms("rsvg-convert")).Write(Figure, scale));

    [Fact]
    public void Runner_RealProgram_IsFoundAndItsEndReported()
    {
        string dotnet = Assert.IsType<string>(ProgramRunner.Default.Find("dotnet"));
        Assert.Equal(0, ProgramRunner.Default.Run(dotnet, ["--version"]).ExitCode);
        ProgramResult failed = ProgramRunner.Default.Run(dotnet, ["exec", "/no/such/assembly.dll"]);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("assembly.dll", failed.Messages, StringComparison.Ordinal);
        Assert.Null(ProgramRunner.Default.Find("no-such-program-anywhere"));
        Assert.Throws<IOException>(() => ProgramRunner.Default.Run("/no/such/program", []));
    }

    private sealed class FakePrograms(params string[] there) : IProgramRunner
    {
        public List<(string Path, IReadOnlyList<string> Arguments, string Svg, string Png)> Runs { get; } = [];

        public int ExitCode { get; init; }

        public byte[] Output { get; init; } = Picture;

        public string Messages { get; init; } = "";

        public string Svg { get; private set; } = "";

        public string? Find(string name) => there.Contains(name) ? "/programs/" + name : null;

        public ProgramResult Run(string path, IReadOnlyList<string> arguments)
        {
            string png = arguments.Select(argument => argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]).Single(argument => argument.EndsWith(".png", StringComparison.Ordinal));
            string svg = Path.ChangeExtension(png, ".svg");
            Svg = File.ReadAllText(svg);
            File.WriteAllBytes(png, Output);
            Runs.Add((path, arguments, svg, png));
            return new ProgramResult(ExitCode, Messages);
        }
    }
}
