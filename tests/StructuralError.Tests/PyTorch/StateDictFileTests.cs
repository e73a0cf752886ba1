using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Runs.Directories;
using StructuralError.Runs.PyTorch;
using StructuralError.Runs.Safetensors;
using StructuralError.Tests.Engines;
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
