using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Durability;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Checkpoints;

public sealed class CheckpointDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _run = new();
    private readonly Network _network = Tiny.Network();
    private readonly List<string> _warnings = [];

    private string[] Files => Directory.Exists(_run.File("checkpoint")) ? [.. Directory.EnumerateFiles(_run.File("checkpoint")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    private CheckpointDirectory Checkpoints => new(_run.Path, DiskFileSystem.Instance);

    public void Dispose() => _run.Dispose();

    [Fact]
    public void FindLatest_Saved_GivesEveryNumberBack()
    {
        Save(5);
        ResumePoint point = Find()!;
        Assert.Equal(5, point.Step);
        Assert.Equal(Checkpointed.At(5).Training.Window.UpperBound.AsEnumerable(), point.Checkpoint.Training.Window.UpperBound);
        Assert.Equal(Checkpointed.At(5).Training.Window.LowerBound.AsEnumerable(), point.Checkpoint.Training.Window.LowerBound);
        Assert.Equal(Checkpointed.At(5).Training.Window.LogFittingError.AsEnumerable(), point.Checkpoint.Training.Window.LogFittingError);
        foreach ((Parameter saved, Parameter read) in Parameters(5).Parameters.Zip(point.Parameters.Parameters))
        {
            Assert.Equal(saved.Values, read.Values);
            Assert.Equal(saved.Momentum, read.Momentum);
            Assert.Equal(saved.Compensation, read.Compensation);
        }

        Assert.Empty(_warnings);
    }

    [Fact]
    public void Save_ManyTimes_KeepsTheLastTwoAndInTheEndOne()
    {
        Save(1);
        Save(2);
        Save(3);
        Assert.Equal(["step-0000000002.json", "step-0000000002.safetensors", "step-0000000003.json", "step-0000000003.safetensors"], Files);
        Save(4, isLast: true);
        Assert.Equal(["step-0000000004.json", "step-0000000004.safetensors"], Files);
    }

    [Theory]
    [InlineData("step-0000000007.json", "cut")]
    [InlineData("step-0000000007.json", "empty")]
    [InlineData("step-0000000007.json", "flip")]
    [InlineData("step-0000000007.safetensors", "cut")]
    [InlineData("step-0000000007.safetensors", "flip")]
    [InlineData("step-0000000007.safetensors", "missing")]
    public void FindLatest_NewestDamaged_UsesTheOneBeforeAndSaysSo(string name, string damage)
    {
        Save(5);
        Save(7);
        Damage(_run.File(Path.Combine("checkpoint", name)), damage);

        Assert.Equal(5, Find()!.Step);
        string warning = Assert.Single(_warnings);
        Assert.Contains("step-0000000007", warning, StringComparison.Ordinal);
        Assert.Contains("the one after step 5 is used", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void FindLatest_AllDamaged_NoneAndAWarningForEach()
    {
        Save(5);
        Save(7);
        foreach (string file in Files)
        {
            Damage(_run.File(Path.Combine("checkpoint", file)), "flip");
        }

        Assert.Null(Find());
        Assert.Equal(2, _warnings.Count(warning => warning.Contains("the run starts over", StringComparison.Ordinal)));
    }

    [Fact]
    public void FindLatest_RowsChangedOrGone_UsesTheCheckpointBeforeTheDamage()
    {
        string rows = _run.Write("steps.csv", "header\nrow 0\n");
        FileMark first = Mark(13);
        Save(5, rows: first);
        File.AppendAllText(rows, "row 1\n");
        Save(7, rows: Mark(19));
        File.AppendAllText(rows, "row 2, after the checkpoint\n");
        Assert.Equal(7, Find()!.Step);

        File.WriteAllText(rows, "header\nrow 0\nROW 1\n");
        Assert.Equal(5, Find()!.Step);
        Assert.Contains("steps.csv was changed", Assert.Single(_warnings), StringComparison.Ordinal);
        File.WriteAllText(rows, "header\n");
        Assert.Null(Find());
        Assert.Contains(_warnings, warning => warning.Contains("has 7 bytes, fewer than the 13 it had", StringComparison.Ordinal));
        File.Delete(rows);
        Assert.Null(Find());
        Assert.Contains(_warnings, warning => warning.Contains("steps.csv is missing", StringComparison.Ordinal));
    }

    /// <summary>Its hash is no seal: whoever edits a mark can hash anew. The file of the name may be somebody's, behind a link.</summary>
    [Fact]
    public void FindLatest_MarkOfFewerRowsThanWereWritten_NotUsed()
    {
        _run.Write("steps.csv", "precious");
        Checkpoints.Save(Checkpointed.At(5, "run", Mark(0)), Parameters(5), Precision.F32, isLast: false);
        Assert.Null(Find());
        Assert.Contains("steps.csv has 0 lines where 5 were written, was changed since", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other.csv")]
    [InlineData("samples.csv")]
    public void FindLatest_OtherFilesOfRows_NotUsed(string name)
    {
        _run.Write(name, string.Empty);
        Checkpoints.Save(Checkpointed.At(5, "run", Mark(0, name)), Parameters(5), Precision.F32, isLast: false);
        Assert.Null(Find());
        Assert.Contains($"names '{name}' as the files of rows", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ForeignFiles_Stay()
    {
        string[] foreign = [".draft.tmp", "best.pt", "step-5.json", "step-0000000000a.json", ".step-0000000001.json.short.tmp"];
        foreach (string name in foreign)
        {
            _run.Write(Path.Combine("checkpoint", name), "mine");
        }

        string temporary = TemporaryName.Of("step-0000000001.json");
        _run.Write(Path.Combine("checkpoint", temporary), "left over");
        Save(8, isLast: true);
        Assert.Equal(((string[])[.. foreign, "step-0000000008.json", "step-0000000008.safetensors"]).Order(StringComparer.Ordinal), Files);
    }

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    public void Save_DirectoryIsALink_RefusedAndNothingIsWrittenBehindIt()
    {
        string target = Directory.CreateDirectory(_run.File("elsewhere")).FullName;
        Directory.CreateSymbolicLink(_run.File("checkpoint"), target);
        Assert.Contains("is a link, which is not followed", Assert.Throws<UserErrorException>(() => Save(5)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Fact]
    public void FindLatest_OtherRunNetworkPrecisionOrStep_NotUsed()
    {
        Save(5);
        Assert.Null(Find(identity: "another"));
        Assert.Null(Find(network: Tiny.Network(width: 4)));
        Assert.Null(Find(network: Tiny.Network(k: 2)));
        Assert.Null(Find(precision: Precision.F64));
        Assert.Null(Find(admits: false));
        string[] reasons =
        [
            "belongs to another run", "holds 'layer0.weight' as F32 [3, 4], not as F32 [4, 4]", "holds 'layer2.weight' as F32 [2, 3], not as F32 [3, 3]",
            "not as F64", "stands at step 5 of epoch 1",
        ];
        Assert.Equal(reasons.Length, _warnings.Count);
        Assert.All(reasons.Zip(_warnings), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void FindLatest_OtherInstructionSet_UsedWithAWarning()
    {
        Save(5);
        Assert.Equal(5, Find(instructionSet: "avx512")!.Step);
        Assert.Contains("avx512", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void FindTensors_RowsGone_TheWeightsAreThereAllTheSame()
    {
        Save(5, rows: new FileMark("steps.csv", 3, "x"));
        Assert.Equal(5, Checkpoints.FindTensors("run", _warnings.Add)!.Value.Checkpoint.Training.Step);
        Assert.Null(Checkpoints.FindTensors("another", _warnings.Add));
        Assert.Null(new CheckpointDirectory(_run.File("none"), DiskFileSystem.Instance).FindTensors("run", _warnings.Add));
    }

    [Fact]
    public void Save_First_TheRunDirectoryIsOnTheDiskBeforeAnythingOfTheCheckpoint()
    {
        var files = new FaultyFileSystem(int.MaxValue, Fault.All[0]);
        new CheckpointDirectory(_run.Path, files).Save(Checkpointed.At(5, "run"), Parameters(5), Precision.F32, isLast: false);
        Assert.Equal(["create directory checkpoint", $"sync directory {Path.GetFileName(_run.Path)}"], files.Operations.Take(2));
    }

    [Fact]
    public void RemoveAfter_Step_NewerOnesGo()
    {
        Save(5);
        Save(7);
        Checkpoints.RemoveAfter(5);
        Assert.Equal(["step-0000000005.json", "step-0000000005.safetensors"], Files);
    }

    [Fact]
    public void Read_TensorTooMany_Refused()
    {
        using var file = new MemoryStream();
        Tensor[] tensors = [.. CheckpointTensors.Of(Parameters(5), Checkpointed.At(5).Training.Window, Precision.F32)];
        SafetensorsWriter.Write([.. tensors, new Tensor("momentum.another", TensorType.F32, [1], new double[1])], file.Write);
        SafetensorsFile read = SafetensorsFile.Parse(file.ToArray());
        var exception = Assert.Throws<CheckpointException>(() => CheckpointTensors.Read(read, new ParameterSet(_network), Precision.F32));
        Assert.Contains(FormattableString.Invariant($"holds {tensors.Length + 1} tensors, a checkpoint of this network has {tensors.Length}"), exception.Message, StringComparison.Ordinal);
    }

    private static void Damage(string path, string how)
    {
        byte[] bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "cut":
                File.WriteAllBytes(path, bytes[..(bytes.Length - 2)]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "missing":
                File.Delete(path);
                break;
            default:
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
        }
    }

    private FileMark Mark(long length, string name = "steps.csv")
    {
        using RunningHash hash = RunningHash.OfPrefix(_run.File(name), length, out _, out _);
        return new FileMark(name, length, hash.Text);
    }

    private void Save(long step, bool isLast = false, params FileMark[] rows)
    {
        string path = _run.File("steps.csv");
        if (rows.Length == 0)
        {
            // A row a step but for the first: see Checkpointed.
            File.WriteAllText(path, "header\n" + string.Concat(Enumerable.Range(0, 10).Select(n => $"row {n}\n")));
            rows = [Mark("header\n".Length + ((step - 1) * "row 0\n".Length))];
        }

        Checkpoint checkpoint = Checkpointed.At(step, "run", rows);
        long lines = File.Exists(path) ? File.ReadAllBytes(path).AsSpan(0, (int)rows[0].Length).Count((byte)'\n') : 1;
        Checkpoints.Save(checkpoint with { Training = checkpoint.Training with { Rows = lines - 1 } }, Parameters(step), Precision.F32, isLast);
    }

    private ResumePoint? Find(string identity = "run", Network? network = null, Precision precision = Precision.F32, bool admits = true, string instructionSet = "none") =>
        Checkpoints.FindLatest(new ResumeTarget(identity, network ?? _network, new EngineInfo("cpu", precision, instructionSet, 1), "1.2", _ => admits), _warnings.Add);

    private ParameterSet Parameters(long step)
    {
        var parameters = new ParameterSet(_network);
        double next = step;
        foreach (double[] values in parameters.Parameters.SelectMany(parameter => (double[][])[parameter.Values, parameter.Momentum, parameter.Compensation]))
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = next += 0.25;
            }
        }

        return parameters;
    }
}
