using System.Text;
using StructuralError.Runs.Safetensors;
using Xunit;

namespace StructuralError.Tests.Safetensors;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Write_NoTensors_GoldenBytes() => Assert.Equal(SafetensorsBytes.Of("{}      "), Write());

    [Fact]
    public void Write_OneTensor_GoldenBytes()
    {
        // 64 bytes of header: nothing to pad.
        const string Header = """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""";
        byte[] data = [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))];
        Assert.Equal(SafetensorsBytes.Of(Header, data), Write(new Tensor("attn.0", TensorType.F32, [1, 2, 3], new double[] { 0, 1, 2, 3, 4, 5 })));
    }

    [Fact]
    public void Write_SeveralTypes_WiderAlignmentFirstThenByNameAndPadded()
    {
        byte[] file = Write(
            new Tensor("b", TensorType.F32, [1], new double[] { 1 }),
            new Tensor("z", TensorType.F64, [1], new double[] { 2 }),
            new Tensor("B", TensorType.F32, [], new double[] { 3 }),
            new Tensor("a", TensorType.F32, [0], Array.Empty<double>()));
        int length = (int)BitConverter.ToUInt64(file);

        Assert.Equal(0, length % 8);
        Assert.Equal(["z", "B", "a", "b"], SafetensorsFile.Parse(file).Tensors.Select(tensor => tensor.Name).OrderBy(name => Encoding.UTF8.GetString(file, 8, length).IndexOf($"\"{name}\"", StringComparison.Ordinal)));
        Assert.Equal([.. BitConverter.GetBytes(2.0), .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(1f)], file[(8 + length)..]);
    }

    [Fact]
    public void Write_ThenParse_GivesTheSameBits()
    {
        double[] values = [double.NaN, double.PositiveInfinity, -0.0, double.Epsilon, Math.BitIncrement(1), Math.ScaleB(1, -25)];
        double[] singles = [float.Epsilon, -float.MaxValue, 0.1f];
        SafetensorsFile file = SafetensorsFile.Parse(Write(new Tensor("x", TensorType.F64, [2, 3], values), new Tensor("y", TensorType.F32, [3], singles)));

        double[] read = new double[6], readSingles = new double[3];
        file.CopyTo(file.Find("x")!, read);
        file.CopyTo(file.Find("y")!, readSingles);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(singles, readSingles);
        Assert.Equal([2L, 3L], file.Find("x")!.Shape.AsEnumerable());
    }

    [Fact]
    public void Write_MoreThanOneBuffer_IsWhole()
    {
        double[] values = [.. Enumerable.Range(0, 50_000).Select(i => (double)i)];
        SafetensorsFile file = SafetensorsFile.Parse(Write(new Tensor("x", TensorType.F32, [50_000], values), new Tensor("y", TensorType.F64, [50_000], values)));
        foreach (TensorEntry entry in file.Tensors)
        {
            double[] read = new double[50_000];
            file.CopyTo(entry, read);
            Assert.Equal(values, read);
        }
    }

    [Fact]
    public void Write_OddNames_AreEscapedAndReadBack()
    {
        string[] names = ["with \"quotes\" and \\", "größe ☃ 𝄞", "line\nfeed"];
        SafetensorsFile file = SafetensorsFile.Parse(Write([.. names.Select(name => new Tensor(name, TensorType.F32, [1], new double[] { 1 }))]));
        Assert.Equal(names.Order(StringComparer.Ordinal), file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_WrongTensors_Throws()
    {
        var good = new Tensor("x", TensorType.F32, [1], new double[] { 1 });
        Assert.Throws<ArgumentException>(() => Write(good, good));
        Assert.Throws<ArgumentException>(() => Write(good with { Name = "__metadata__" }));
        Assert.Throws<ArgumentException>(() => Write(good with { Shape = [2] }));
        Assert.Throws<ArgumentException>(() => Write(good with { Type = TensorType.Find("F16")! }));
    }

    private static byte[] Write(params Tensor[] tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(tensors, stream.Write);
        return stream.ToArray();
    }
}
