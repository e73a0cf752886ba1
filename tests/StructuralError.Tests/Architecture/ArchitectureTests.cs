using System.Reflection;
using System.Text.RegularExpressions;
using StructuralError.Core.Common;
using StructuralError.Experiments;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Paper;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Cli;
using Xunit;

namespace StructuralError.Tests.Architecture;

/// <summary>The rules of the house; <c>docs/architecture.md</c> gives the reasons.</summary>
public sealed class ArchitectureTests
{
    private const string Cli = "StructuralError.Cli";

    [Fact]
    public void Namespace_OfAFile_IsItsFolder() => None(
        from file in SourceTree.Files
        where file.Namespace is { } name && name != file.Folder["src/".Length..].Replace('/', '.')
        select $"{file.Path}: namespace {file.Namespace}");

    [Fact]
    public void Folders_UnderSrc_FormNoCircle()
    {
        ILookup<string, string> arrows = Arrows().Distinct().ToLookup(arrow => arrow.From, arrow => arrow.To);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (string folder in arrows.Select(arrow => arrow.Key))
        {
            Visit(folder, []);
        }

        void Visit(string folder, IReadOnlyList<string> way)
        {
            Assert.False(way.Contains(folder), $"a circle of folders: {string.Join(" → ", way.SkipWhile(step => step != folder).Append(folder))}");
            if (!done.Contains(folder))
            {
                foreach (string next in arrows[folder])
                {
                    Visit(next, [.. way, folder]);
                }

                done.Add(folder);
            }
        }
    }

    [Theory]
    [InlineData("Console")]
    [InlineData("TextWriter")]
    [InlineData("ExitCodes")]
    public void OutsideCli_NothingTalksToPeople(string word) => None(SourceTree.Files.Where(file => file.Project != Cli && file.Mentions(word)).Select(file => file.Path));

    [Fact]
    public void OutsideCli_NoAssemblyKnowsTheCommandLine() => None(
        from assembly in (Assembly[])[typeof(Problem).Assembly, typeof(Run).Assembly, typeof(Trainer).Assembly, typeof(PaperReproduction).Assembly]
        from reference in assembly.GetReferencedAssemblies()
        where reference.Name is "System.CommandLine" or "Spectre.Console"
        select $"{assembly.GetName().Name} → {reference.Name}");

    /// <summary>As the compiler wrote them down, so that no spelling hides one.</summary>
    [Fact]
    public void Core_SeesNoFileAndNoProcess()
    {
        const string Outside = @"^System\.(Console|IO\.(File|Directory|Drive|Path|StreamReader|StreamWriter|Pipes)|Diagnostics\.Process|Net\.)";
        IReadOnlyList<string> used = AssemblyTypes.UsedBy(typeof(Problem).Assembly);
        Assert.Contains("System.Object", used);
        None(used.Where(type => Regex.IsMatch(type, Outside)));
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("summary.json")]
    [InlineData("steps.csv")]
    [InlineData("samples.csv")]
    [InlineData("layers.csv")]
    [InlineData("independence.csv")]
    [InlineData("kernel.csv")]
    public void NameOfAFileOfARun_StandsInOnePlace_InRuns(string name)
    {
        SourceFile place = Assert.Single(SourceTree.Files, file => file.Code.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Equal("StructuralError.Runs", place.Project);
    }

    [Fact]
    public void AQueuedRun_IsASpec_AndTheCommandLineIsMadeFromIt()
    {
        Assert.DoesNotContain(
            Assert.Single(typeof(QueuedRun).GetConstructors()).GetParameters(), parameter => parameter.ParameterType.IsAssignableTo(typeof(IEnumerable<string>)) && parameter.ParameterType != typeof(string));
        Assert.Contains(typeof(QueuedRun).GetConstructors()[0].GetParameters(), parameter => parameter.ParameterType == typeof(ResolvedSpec));
        Assert.Null(typeof(QueuedRun).GetProperty(nameof(QueuedRun.Arguments))!.SetMethod);
    }

    [Fact]
    public void APlan_IsNeverHalfKnown()
    {
        var services = new FakeServices();
        ResolvedSpec auto = ResolvedSpec.Of(new RunSpec { Dataset = "auto" });
        RunPlan plan = RunPlan.Make(auto, new RunOptions(), services.ToServices());
        Assert.Equal(services.Data.Name, plan.DatasetName);
        Assert.Same(services.Data, plan.Data);
    }

    [Fact]
    public void AStart_ReadsTheModelOnce()
    {
        using var directory = new TemporaryDirectory();
        var services = new FakeServices();
        Trainer.Run(new RunSpec { Dataset = "mnist", BatchSize = 4 }, new RunOptions(directory.File("run")), services.ToServices());
        Assert.Single(services.ModelsRead);
    }

    /// <summary>Once to see what is there, and once more under the lock, where another starter can change nothing any more.</summary>
    [Theory]
    [InlineData("mnist", false, 2)]
    [InlineData("auto", false, 2)]
    [InlineData("mnist", true, 1)]
    [InlineData("auto", true, 1)]
    public void AStart_InspectsTheRunDirectoryOnceBeforeTheLockAndOnceUnderIt(string dataset, bool isFinished, int expected)
    {
        using var directory = new TemporaryDirectory();
        List<bool> locked = [];
        var services = new FakeServices().ToServices();
        if (isFinished)
        {
            Start();
        }

        services = services with
        {
            Inspect = path =>
            {
                locked.Add(RunLock.IsHeld(path));
                return RunInspection.Of(path);
            },
        };
        Start();
        Assert.Equal(((bool[])[false, true])[..expected], locked);

        void Start() => Trainer.Run(new RunSpec { Dataset = dataset, BatchSize = 4 }, new RunOptions(directory.File("run")), services);
    }

    [Fact]
    public void OnlyTheListOfProviders_NamesTheKindsOfEngines() => None(
        from file in SourceTree.Files
        where file.Project is not ("StructuralError.Cpu" or "StructuralError.Cuda" or "StructuralError.Torch") && !file.Path.EndsWith("/Engines/EngineProviders.cs", StringComparison.Ordinal)
        where Regex.IsMatch(file.Code, @"\b(cpu|cuda)\b|Cpu|Cuda|TorchSharp|TorchEngine")
        select file.Path);

    [Fact]
    public void NoProjectUnderSrc_ReadsTheTests()
    {
        IEnumerable<string> projects = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".csproj" or ".props" or ".targets" or ".sh")
            .Concat(Directory.EnumerateFiles(SourceTree.Root, "*.csproj"))
            .Concat(Directory.EnumerateFiles(SourceTree.Root, "Directory.*"));
        None(from project in projects where Regex.IsMatch(File.ReadAllText(project), @"\btests[/\\]") select project);
        None(from file in SourceTree.Files where Regex.IsMatch(file.Code, @"""(\.\./)*tests\b") select file.Path);
    }

    [Fact]
    public void Files_HaveAtMost400LinesOfAtMost160Columns() => None(
        from file in SourceTree.Files
        let lines = File.ReadAllLines(Path.Combine(SourceTree.Root, file.Path))
        let longLine = Array.FindIndex(lines, line => line.Length > 160)
        where lines.Length > 400 || longLine >= 0
        select longLine < 0 ? $"{file.Path}: {lines.Length} lines" : $"{file.Path}, line {longLine + 1}: {lines[longLine].Length} columns");

    /// <summary>From folder to folder: by <c>using</c> lines, and by the types of the folders above, which need none.</summary>
    private static IEnumerable<(string From, string To)> Arrows()
    {
        Dictionary<string, string> folders = SourceTree.Files.Where(file => file.Namespace is not null).DistinctBy(file => file.Namespace).ToDictionary(file => file.Namespace!, file => file.Folder);
        ILookup<string, string> types = SourceTree.Files.SelectMany(file => file.Types.Select(type => (file.Folder, type))).ToLookup(pair => pair.Folder, pair => pair.type);
        foreach (SourceFile file in SourceTree.Files)
        {
            foreach (string used in file.Usings)
            {
                string? target = folders.GetValueOrDefault(used) ?? folders.GetValueOrDefault(used[..Math.Max(0, used.LastIndexOf('.'))]);
                if (target is not null && target != file.Folder)
                {
                    yield return (file.Folder, target);
                }
            }

            for (string above = Path.GetDirectoryName(file.Folder)!.Replace('\\', '/'); above.Contains('/'); above = Path.GetDirectoryName(above)!.Replace('\\', '/'))
            {
                if (types[above].Any(file.UsesType))
                {
                    yield return (file.Folder, above);
                }
            }
        }
    }

    private static void None(IEnumerable<string> violations)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }
}
