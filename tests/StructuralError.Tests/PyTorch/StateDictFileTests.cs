using System.IO.Compression;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Runs.Directories;
using StructuralError.Runs.PyTorch;
using StructuralError.Runs.Safetensors;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.PyTorch;

/// <summary>Files that PyTorch 1.13 wrote, by <c>Reference/make_state_dictionaries.py</c>.</summary>
public sealed class StateDictFileTests
{
    private static readonly double[] Weight = [0, 0.25, 0.5, 0.75, 1, 1.25];

    [Theory]
    [InlineData("plain", "layer0.weight")]
    [InlineData("module", "layer0.weight")]
    [InlineData("prefixed", "module._orig_mod.layer0.weight")]
    [InlineData("checkpoint", "layer0.weight")]
    [InlineData("kinds", "half")]
    [InlineData("kinds", "bfloat16")]
    [InlineData("kinds", "parameter")]
    public void Read_Tensor_HasItsValues(string file, string tensor)
    {
        (double[] values, TensorEntry entry) = Values(file, tensor);
        Assert.Equal([2, 3], entry.Shape);
        Assert.Equal(Weight, values);
    }

    [Fact]
    public void Read_TransposedView_IsRowMajor()
    {
        (double[] values, TensorEntry entry) = Values("kinds", "transposed");
        Assert.Equal([3, 2], entry.Shape);
        Assert.Equal([0, 0.75, 0.25, 1, 0.5, 1.25], values);
    }

    [Fact]
    public void Read_TensorsOfOneStorage_HaveTheirParts()
    {
        Assert.Equal([0, 1, 2], Values("kinds", "first").Values);
        Assert.Equal([3, 4, 5, 6, 7], Values("kinds", "second").Values);
    }

    [Fact]
    public void Read_Order_IsTheDictionarys() => Assert.Equal(
        ["half", "bfloat16", "transposed", "first", "second", "parameter", "count"], Read("kinds").Tensors.Select(tensor => tensor.Name));

    [Theory]
    [InlineData("number", "holds no dictionary of tensors")]
    [InlineData("script", "TorchScript")]
    public void Read_AnythingElse_IsRefusedWithAdvice(string file, string words)
    {
        SafetensorsException exception = Assert.Throws<SafetensorsException>(() => Read(file));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains("state_dict()", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever is broken, it is said in a sentence; nothing else is thrown.</summary>
    [Fact]
    public void Read_DamagedFile_IsRefusedOrReadsTheSame()
    {
        byte[] whole = File.ReadAllBytes(PathOf("kinds"));
        for (int at = 0; at < whole.Length; at++)
        {
            foreach (byte value in (byte[])[0, 255, unchecked((byte)(whole[at] + 1))])
            {
                byte[] damaged = [.. whole];
                damaged[at] = value;
                _ = Record(damaged);
            }
        }

        for (int length = 0; length < whole.Length; length += 7)
        {
            Assert.NotNull(Record(whole[..length]));
        }

        static Exception? Record(byte[] file)
        {
            Exception? exception = Xunit.Record.Exception(() => StateDictFile.Read(file));
            Assert.True(exception is null or SafetensorsException, exception?.ToString());
            return exception;
        }
    }

    /// <summary>A pickle can make a call an argument of itself, without an end to its parameters.</summary>
    [Fact]
    public async Task Read_CallThatIsItsOwnArgument_IsRefusedAtOnce()
    {
        // {'w': C} with C = _rebuild_parameter(C): the list of its arguments is filled afterwards.
        byte[] pickle = [0x80, 2, .. "}X\u0001\0\0\0wctorch._utils\n_rebuild_parameter\n]"u8, .. "q\0Rq\u0001"u8, .. "h\0h\u0001a0s."u8];
        Task<SafetensorsException> refused = Task.Run(() => Assert.Throws<SafetensorsException>(() => StateDictFile.Read(Archive(pickle))));
        Assert.Contains("describes tensor 'w' in a way that cannot be read", (await refused.WaitAsync(Patience.Limit)).Message, StringComparison.Ordinal);
    }

    /// <summary>A few bytes may say that they are a gigabyte of zeros; and many tensors may be the same numbers.</summary>
    [Fact]
    public void Read_FarMoreContentThanTheFileHas_IsRefusedBeforeItsMemoryIsTaken()
    {
        byte[] zeros = new byte[64 << 20];
        byte[] one = Archive(Tensors(1, offset: 0, zeros.Length / 4), ("data/0", zeros)), many = Archive(Tensors(1000, offset: 0, 1 << 14), ("data/0", new byte[1 << 16]));
        foreach (byte[] file in (byte[][])[one, many])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            SafetensorsException refusal = Assert.Throws<SafetensorsException>(() => StateDictFile.Read(file));
            Assert.Contains("far more than the file itself", refusal.Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }

        Assert.Equal(4, StateDictFile.Read(Archive(Tensors(1, offset: 2, 4), ("data/0", new byte[24]))).Tensors[0].Count);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 62)]
    [InlineData(3)]
    public void Read_OffsetBehindTheStorage_IsRefused(long offset) =>
        Assert.Throws<SafetensorsException>(() => StateDictFile.Read(Archive(Tensors(1, offset, 4), ("data/0", new byte[24]))));

    /// <summary>A dictionary of so many tensors [length], all of float32 of the storage 0.</summary>
    private static byte[] Tensors(int count, long offset, int length)
    {
        List<byte> pickle = [0x80, 2, (byte)'}'];
        for (int i = 0; i < count; i++)
        {
            string name = i.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
            pickle.AddRange([(byte)'X', 4, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(name), .. "ctorch._utils\n_rebuild_tensor_v2\n(("u8, .. Word("storage")]);
            pickle.AddRange([.. "ctorch\nFloatStorage\n"u8, .. Word("0"), .. Word("cpu"), .. Number(length), .. "tQ"u8, .. Number(offset), .. Number(length), 0x85, .. Number(1), 0x85, .. "tRs"u8]);
        }

        return [.. pickle, (byte)'.'];

        static byte[] Word(string text) => [(byte)'X', (byte)text.Length, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(text)];
        static byte[] Number(long value) => [0x8A, 8, .. BitConverter.GetBytes(value)];
    }

    private static byte[] Archive(byte[] pickle, params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files.Prepend(("data.pkl", pickle)))
            {
                using Stream entry = archive.CreateEntry("archive/" + name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    [Theory]
    [InlineData("module")]
    [InlineData("prefixed")]
    [InlineData("checkpoint")]
    public void InitialWeights_StateDictionary_FitsTheNetwork(string file)
    {
        Network network = new NetworkBuilder(TensorShape.Vector(3)).Linear(2).Build();
        var weights = InitialWeights.Read(PathOf(file));
        weights.RequireFit(network);
        var parameters = new ParameterSet(network);
        weights.CopyTo(parameters);
        Assert.Equal(Weight, parameters["layer0.weight"].Values);
        Assert.Equal([0.5, -2], parameters["layer0.bias"].Values);
    }

    [Fact]
    public void InitialWeights_ByOrder_TakesTensorsOneAfterTheOtherAndNoCounts()
    {
        const string Header = """{"fc.w":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"steps":{"dtype":"I64","shape":[],"data_offsets":[12,20]},"fc.b":{"dtype":"F16","shape":[2],"data_offsets":[20,24]}}""";
        using var directory = new TemporaryDirectory();
        byte[] data = [.. Weight.SelectMany(Half), .. new byte[8], .. Half(0.5), .. Half(-2)];
        File.WriteAllBytes(directory.File("w.safetensors"), Safetensors.SafetensorsBytes.Of(Header, data));
        Network network = new NetworkBuilder(TensorShape.Vector(3)).Linear(2).Build();
        Assert.Throws<UserErrorException>(() => InitialWeights.Read(directory.File("w.safetensors")).RequireFit(network));
        var weights = InitialWeights.Read(directory.File("w.safetensors"), InitialWeights.ByOrder);
        weights.RequireFit(network);
        var parameters = new ParameterSet(network);
        weights.CopyTo(parameters);
        Assert.Equal(Weight, parameters["layer0.weight"].Values);
        Assert.Equal([0.5, -2], parameters["layer0.bias"].Values);

        static byte[] Half(double value) => BitConverter.GetBytes((Half)value);
    }

    /// <summary>Of <c>kinds</c> the tensors of real numbers: [2, 3], [2, 3], [3, 2], [3], [5], [2, 3].</summary>
    [Fact]
    public void InitialWeights_ByOrder_NamesWhatDoesNotFit()
    {
        Network six = new NetworkBuilder(TensorShape.Vector(3)).Linear(2, bias: false).Linear(3, bias: false).Linear(2, bias: false).Linear(3)
            .Linear(5, bias: false).Build(), two = new NetworkBuilder(TensorShape.Vector(3)).Linear(2).Build();
        var weights = InitialWeights.Read(PathOf("kinds"), InitialWeights.ByOrder);
        string[] problems = [.. Assert.Throws<UserErrorException>(() => weights.RequireFit(six)).Problems.Select(problem => problem.Message)];
        Assert.Equal(5, problems.Length);
        Assert.Contains("'bfloat16' has shape [2, 3]; by order it is 'layer1.weight', which has [3, 2]", problems[0], StringComparison.Ordinal);
        Problem count = Assert.Throws<UserErrorException>(() => weights.RequireFit(two)).Problems[0];
        Assert.Contains("holds 6 tensors of real numbers, the model has 2", count.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InitialWeights_OtherNames_AreNamed()
    {
        Network network = new NetworkBuilder(TensorShape.Vector(3)).Linear(2).Build();
        UserErrorException exception = Assert.Throws<UserErrorException>(() => InitialWeights.Read(PathOf("kinds")).RequireFit(network));
        Assert.Contains(exception.Problems, problem => problem.Message.Contains("'layer0.weight' [2, 3] is missing", StringComparison.Ordinal));
    }

    private static (double[] Values, TensorEntry Entry) Values(string file, string name)
    {
        SafetensorsFile tensors = Read(file);
        TensorEntry entry = tensors.Find(name)!;
        double[] values = new double[entry.Count];
        tensors.CopyTo(entry, values);
        return (values, entry);
    }

    private static SafetensorsFile Read(string file) => StateDictFile.Read(File.ReadAllBytes(PathOf(file)));

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Reference", $"state_{file}.pt");
}
