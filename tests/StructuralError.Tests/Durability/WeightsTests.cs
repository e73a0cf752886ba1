using System.Collections.Immutable;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.RandomNumbers;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>Weights out of a run and into another one.</summary>
public sealed class WeightsTests : IDisposable
{
    private readonly TinyRun _tiny = new(24, 2);

    private string File1 => _tiny.Path("weights.safetensors");

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Export_ReadByAnIndependentReader_HasNamesShapesAndValues()
    {
        // Without a learning rate the weights stay as the seed draws them.
        Train("drawn", "--lr", "0");
        Export("drawn");
        SafeTensors read = SafeTensors.OpenFile(File1);
        var image = TensorShape.Image(1, 4, 4);
        TensorShape pixels = TensorShape.Vector(16), hidden = TensorShape.Vector(6), classes = TensorShape.Vector(3);
        Layer[] layers = [new FlattenLayer(image, pixels), new LinearLayer(0, pixels, hidden, true), new LinearLayer(1, hidden, classes, true)];
        var network = new Network("tiny", "tiny", image, 3, [.. layers], ImmutableSortedDictionary<string, int>.Empty);
        var expected = new ParameterSet(network);
        Initialization.Initialize(expected, network, new TorchGenerator(0), InitScheme.Default);

        Assert.Equal(["layer0.bias", "layer0.weight", "layer1.bias", "layer1.weight"], read.Names.Order(StringComparer.Ordinal));
        foreach (Parameter parameter in expected.Parameters)
        {
            Assert.Equal("F32", read[parameter.Name].Type);
            Assert.Equal(parameter.Shape.AsEnumerable(), read[parameter.Name].Shape.AsEnumerable());
            Assert.Equal(parameter.Values, read[parameter.Name].Values);
        }
    }

    [Theory]
    [InlineData("f32")]
    [InlineData("f64")]
    public void InitWeights_TheTrainingGoesOnWhereTheyWereExported(string precision)
    {
        Train("first", "--precision", precision);
        Export("first");
        string copy = _tiny.Path("copy.safetensors");
        Train("second", "--precision", precision, "--init-weights", File1, "--lr", "0");
        Assert.Equal((ExitCodes.Success, string.Empty), TinyRun.Cli(null, "export", "weights", _tiny.Path("second"), "--out", copy));
        Assert.Equal(File.ReadAllBytes(File1), File.ReadAllBytes(copy));
    }

    [Fact]
    public void InitWeights_AreTheRunByTheirContentNotTheirPath()
    {
        Train("first");
        Export("first");
        Train("second", "--init-weights", File1);
        string copy = _tiny.Path("copy.safetensors");
        File.Copy(File1, copy);
        Train("second", "--init-weights", copy);

        Train("other", "--seed", "9");
        Assert.Equal(ExitCodes.Success, TinyRun.Cli(null, "export", "weights", _tiny.Path("other"), "--out", copy, "--force").ExitCode);
        (int exitCode, string error) = _tiny.Run("second", null, "--init-weights", copy);
        Assert.Equal(ExitCodes.CannotCreate, exitCode);
        Assert.Contains("from other initial weights", error, StringComparison.Ordinal);
    }

    [Fact]
    public void InitWeights_OfAnotherModel_AllDifferencesReportedAndNothingMade()
    {
        string tensors = """{"layer0.weight":{"dtype":"F32","shape":[6,15],"data_offsets":[0,360]},"layer1.bias":{"dtype":"I16","shape":[3],"data_offsets":[360,366]},"layer7.bias":{"dtype":"F32","shape":[0],"data_offsets":[366,366]}}""";
        File.WriteAllBytes(File1, Safetensors.SafetensorsBytes.Of(tensors, new byte[366]));
        (int exitCode, string error) = _tiny.Run("run", null, "--init-weights", File1);
        Assert.Equal(ExitCodes.Usage, exitCode);
        string[] expected =
        [
            "'layer0.weight' has shape [6, 15], the model needs [6, 16]", "the tensor 'layer0.bias' [6] is missing", "the tensor 'layer1.weight' [3, 6] is missing",
            "'layer1.bias' is of type I16; F16, BF16, F32 and F64 can be read", "the model has no 'layer7.bias'",
        ];
        Assert.All(expected, text => Assert.Contains(text, error, StringComparison.Ordinal));
        Assert.Equal(expected.Length, error.Split("error: ").Length - 1);
        Assert.False(Directory.Exists(_tiny.Path("run")));
    }

    [Fact]
    public void InitWeights_BrokenOrNotFinite_BadDataNamingTheFile()
    {
        Train("first");
        Export("first");
        byte[] good = File.ReadAllBytes(File1);
        File.WriteAllBytes(File1, good[..^1]);
        (int exitCode, string error) = _tiny.Run("run", null, "--init-weights", File1);
        Assert.Equal(ExitCodes.BadData, exitCode);
        Assert.Contains(File1, error, StringComparison.Ordinal);

        // The last float becomes NaN.
        File.WriteAllBytes(File1, [.. good[..^4], 0, 0, 0xC0, 0x7F]);
        (exitCode, error) = _tiny.Run("run", null, "--init-weights", File1);
        Assert.Equal(ExitCodes.BadData, exitCode);
        Assert.Contains("is NaN; weights must be finite", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_ExistingFileOrNoRun_Refused()
    {
        Train("first");
        Export("first");
        (int exitCode, string error) = TinyRun.Cli(null, "export", "weights", _tiny.Path("first"), "--out", File1);
        Assert.Equal(ExitCodes.CannotCreate, exitCode);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_tiny.Path("first"), RunDirectory.CheckpointName), recursive: true);
        (exitCode, error) = TinyRun.Cli(null, "export", "weights", _tiny.Path("first"), "--out", File1, "--force");
        Assert.Equal(ExitCodes.BadData, exitCode);
        Assert.Contains("no good checkpoint", error, StringComparison.Ordinal);
    }

    private void Train(string run, params string[] more) => Assert.Equal((ExitCodes.Success, string.Empty), _tiny.Run(run, null, more));

    private void Export(string run) => Assert.Equal((ExitCodes.Success, string.Empty), TinyRun.Cli(null, "export", "weights", _tiny.Path(run), "--out", File1));
}
