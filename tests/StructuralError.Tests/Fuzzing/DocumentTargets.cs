using System.Text;
using System.Text.Json;
using StructuralError.Experiments.Clusters;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Listings;
using StructuralError.Reporting.Paper;
using StructuralError.Runs.Directories;
using StructuralError.Runs.PyTorch;
using StructuralError.Runs.Safetensors;
using StructuralError.Tests.Checkpoints;
using StructuralError.Tests.Reporting.Claims;
using Xunit;

namespace StructuralError.Tests.Fuzzing;

/// <summary>A file of a sweep's <c>cluster</c> directory, of which the others are right.</summary>
internal sealed class ClusterTarget : FuzzTarget
{
    private static readonly FrozenSweep Frozen = new(
        [
            new FrozenRun("mnist-a-k1-s0", "0", new(StringComparer.Ordinal) { ["model"] = "a", ["k"] = "1", ["seed"] = "0" }),
            new FrozenRun("mnist-a-k1-s1", "1", new(StringComparer.Ordinal) { ["model"] = "a", ["seed"] = "1" }),
        ],
        "auto", "/tmp", "1.0.0");

    private static readonly Submission Submitted = new(
        Frozen.FileName, [[0], [1]], new ClusterSettings { Time = "1:00:00", Partition = "short", ProcessorsPerTask = 1, MaxRunning = 2, Chunk = 1, Others = ["--comment=a"] })
    {
        Jobs = [new("12", 0, 1) { IsCancelled = true }, new("13", 1, 1)],
    };

    private static readonly TaskRecord Task = new("13_0", "node7", 1, DateTimeOffset.UnixEpoch)
    {
        End = DateTimeOffset.UnixEpoch,
        Reason = "told to end",
        Unfinished = [new("mnist-a-k1-s1", "exit 1", 1)],
    };

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        [Frozen.FileName] = Frozen.ToJson(),
        ["submission-001.json"] = Submitted.ToJson(),
        ["task-001-1.json"] = Task.ToJson(),
    };

    private readonly string _damaged;

    /// <param name="kind">What the damaged file's name begins with.</param>
    public ClusterTarget(string kind)
    {
        Name = "cluster-" + kind;
        _damaged = Files.Keys.Single(name => name.StartsWith(kind, StringComparison.Ordinal));
        Seeds = [Encoding.UTF8.GetBytes(Files[_damaged])];
        foreach ((string name, string text) in Files)
        {
            Directory.Write("cluster/" + name, text);
        }
    }

    public override string Name { get; }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override string? Read(byte[] content)
    {
        Directory.Write("cluster/" + _damaged, content);
        var directory = new ClusterDirectory(Directory.Path);
        var status = SweepStatus.Of(directory, new Slurm(string.Empty));
        Assert.All(ClusterListing.Lines(status), Assert.NotNull);
        using JsonDocument document = JsonDocument.Parse(ClusterListing.ToJson(directory, status));
        Assert.All(directory.Frozen(Frozen.FileName).Runs, run => run.Resolve());
        return TaskRecord.Find(directory.File("task-001-1.json")) is null ? "task-001-1.json is passed over" : null;
    }
}

/// <summary>A member of a family.</summary>
internal sealed class MemberTarget : FuzzTarget
{
    public override string Name => "member";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "configs", "losses")).Order(StringComparer.Ordinal).Take(3).Select(File.ReadAllBytes),
        "{ \"name\": \"mine\", \"text\": \"All.\", \"models\": { \"a\": \"tanh-a\", \"b\": \"b\" }, \"fields\": { \"lr\": 0.02, \"loss\": \"squared\" }, \"width_factor\": 0.5 }"u8.ToArray(),
    ];

    public override string? Read(byte[] content)
    {
        FamilyMember member = new FamilyFiles("losses", "loss").Parse(content, "a member");
        Assert.All((string[])[member.Differences, member.ModelOf("a"), member.ModelOf("d")], Assert.NotNull);
        Assert.InRange(member.WidthOf(128), 1, 128 * 64);
        _ = member.Apply(SpecFields.Defaults);
        return null;
    }
}

/// <summary>What a family came to, as the report takes it up.</summary>
internal sealed class RobustnessTarget : FuzzTarget
{
    public override string Name => "robustness";

    // A page with a figure is made as well.
    public override (long Fixed, long PerByte) Allowance => (32 << 20, 1000);

    public override IReadOnlyList<byte[]> Seeds { get; } = [Encoding.UTF8.GetBytes(SampleClaims.Robustness().ToJson())];

    public override string? Read(byte[] content)
    {
        Directory.Write(RobustnessReport.JsonFile, content);
        RobustnessReport report = RobustnessReport.Read(Directory.Path)!;
        Assert.StartsWith("# ", RobustnessMarkdown.Text(report), StringComparison.Ordinal);
        Assert.NotEmpty(SvgWriter.Write(FigureRobustness.Build(report)));
        Assert.NotEmpty(ReportWriter.Write(new ReportPage { Title = "All", Robustness = [report] }));
        return null;
    }
}

/// <summary>What a reproduction's directory says of itself.</summary>
internal sealed class ReproductionTarget : FuzzTarget
{
    private static readonly ReproductionRecord Record = new("mnist", true, "f64", 12.5) { Options = "--lr 0.1", Member = "tanh", Networks = "0" };

    public override string Name => "reproduction";

    public override IReadOnlyList<byte[]> Seeds { get; } = [Encoding.UTF8.GetBytes(Record.ToJson())];

    public override string? Read(byte[] content)
    {
        Assert.NotNull(ReproductionRecord.Read(Directory.Write(ReproductionRecord.FileName, content))!.ToJson());
        return null;
    }
}

/// <summary>The text beside a checkpoint's tensors, its hash put right: otherwise no damage further in would be seen.</summary>
internal sealed class SidecarTarget : FuzzTarget
{
    public override string Name => "sidecar";

    public override IReadOnlyList<byte[]> Seeds { get; } = [Encoding.UTF8.GetBytes(Content())];

    public override string? Read(byte[] content)
    {
        string text = Encoding.UTF8.GetString(content).Trim();
        try
        {
            (Checkpoint checkpoint, _) = CheckpointSidecar.Read(Encoding.UTF8.GetBytes($"{{\"sha256\":\"{CheckpointSidecar.Hash(text)}\",\"checkpoint\":{text}}}"));
            Assert.All(checkpoint.Resumes, Assert.NotNull);
            return null;
        }
        catch (CheckpointException exception)
        {
            return exception.Message;
        }
    }

    private static string Content()
    {
        string json = CheckpointSidecar.Write(
            Checkpointed.At(3, "run", new FileMark("steps.csv", 12, new string('0', 64))), new FileMark("step-0000000003.safetensors", 8, new string('1', 64)));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("checkpoint").GetRawText();
    }
}

/// <summary>A file that PyTorch wrote.</summary>
internal sealed class StateDictTarget : FuzzTarget
{
    public override string Name => "state-dict";

    public override IReadOnlyList<byte[]> Seeds { get; } =
        [.. System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Reference"), "state_*.pt").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public override string? Read(byte[] content)
    {
        try
        {
            _ = StateDictFile.Read(content);
            return null;
        }
        catch (SafetensorsException exception)
        {
            return exception.Message;
        }
    }
}
