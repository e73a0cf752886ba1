using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Checkpoints;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Safetensors;
using Xunit;

namespace StructuralError.Tests.Fuzzing;

/// <summary>A safetensors file as weights to begin with (<c>--init-weights</c>) and as the numbers of a checkpoint to go on from.</summary>
internal sealed class SafetensorsTarget : FuzzTarget
{
    private readonly Network _network = new NetworkBuilder(TensorShape.Vector(3)).Linear(4).Relu().Linear(2).Build();
    private readonly ParameterSet _parameters;

    public SafetensorsTarget()
    {
        _parameters = new ParameterSet(_network);
        Initialization.Initialize(_parameters, _network, new TorchGenerator(7), InitScheme.Default);
        Seeds = [CheckpointFile(), Weights(Precision.F32), Weights(Precision.F64), .. ByHand()];
    }

    public override string Name => "safetensors";

    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>As it is, and with the length in front put right: a damaged header seldom has the length that it had, and no damage further in would be seen.</summary>
    public override string? Read(byte[] content)
    {
        string? refusal = Refusal(content), framed = Refusal(WithLength(content));
        return framed is null ? null : refusal;
    }

    private string? Refusal(byte[] content)
    {
        string path = Directory.Write("fuzz.safetensors", content);
        bool isCheckpoint = IsCheckpoint(content);
        try
        {
            var weights = InitialWeights.Read(path);
            weights.RequireFit(_network);
            weights.CopyTo(_parameters);
            return null;
        }
        catch (UserErrorException error)
        {
            Assert.Contains(error.Kind, (FailureKind[])[FailureKind.Usage, FailureKind.BadData]);
            Assert.All(error.Problems, problem => Assert.Contains(path, problem.Message, StringComparison.Ordinal));
            return isCheckpoint ? null : error.Message;
        }
    }

    /// <summary>The same bytes behind the length of the header they hold: to the end of the first object within an object, and the padding.</summary>
    private static byte[] WithLength(byte[] content)
    {
        ReadOnlySpan<byte> rest = content.AsSpan(Math.Min(sizeof(ulong), content.Length)), end = "}}"u8;
        int length = rest.IndexOf(end) + end.Length;
        if (length < end.Length)
        {
            return content;
        }

        int padding = rest[length..].IndexOfAnyExcept((byte)' ');
        return [.. BitConverter.GetBytes((ulong)(length + Math.Max(0, padding))), .. rest];
    }

    /// <summary>Read without the hash of its sidecar, which hardly any damage would get past.</summary>
    private bool IsCheckpoint(byte[] content)
    {
        try
        {
            CheckpointTensors.Read(SafetensorsFile.Parse(content), _parameters, Precision.F32);
            return true;
        }
        catch (Exception error) when (error is SafetensorsException or CheckpointException)
        {
            Assert.True(error.Message.Length > 10, error.Message);
            return false;
        }
    }

    /// <summary>The tensors of a checkpoint as a run saves it: parameters, momentum, compensation and the last rows.</summary>
    private byte[] CheckpointFile()
    {
        var checkpoints = new CheckpointDirectory(Directory.Path, DiskFileSystem.Instance);
        checkpoints.Save(Checkpointed.At(3), _parameters, Precision.F32, isLast: false);
        return File.ReadAllBytes(System.IO.Directory.GetFiles(checkpoints.Path, "*.safetensors").Single());
    }

    /// <summary>What <c>export weights</c> writes.</summary>
    private byte[] Weights(Precision precision)
    {
        using var file = new MemoryStream();
        TensorType type = precision == Precision.F64 ? TensorType.F64 : TensorType.F32;
        SafetensorsWriter.Write(_parameters.Parameters.Select(each => new Tensor(each.Name, type, each.Shape, each.Values)), file.Write);
        return file.ToArray();
    }

    /// <summary>What other programs write: metadata, other types and shapes, no tensor at all.</summary>
    private static IEnumerable<byte[]> ByHand() =>
    [
        SafetensorsBytes.Of("{}"),
        SafetensorsBytes.Of("""{"__metadata__":{"format":"pt"},"layer0.weight":{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]},"layer0.bias":{"dtype":"F16","shape":[4],"data_offsets":[48,56]}}""", new byte[56]),
        SafetensorsBytes.Of("""{"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F8_E4M3","shape":[0,9223372036854775807],"data_offsets":[8,8]}}    """, new byte[8]),
        SafetensorsBytes.Of(Encoding.UTF8.GetBytes("""{"größe 数":{"dtype":"BOOL","shape":[2,3],"data_offsets":[0,6]}}"""), new byte[6]),
    ];
}
