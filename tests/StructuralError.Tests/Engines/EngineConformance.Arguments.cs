using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Wrong use ends in an <see cref="ArgumentException"/>, and nothing has moved.</summary>
public abstract partial class EngineConformance
{
    private static readonly Network Small =
        new NetworkBuilder(TensorShape.Image(1, 4, 5)).Conv(2, 3).Relu().Flatten().Linear(3).Build();

    [Fact]
    public void Use_BatchLargerThanPlanned_Throws() => AssertRefused(batchCapacity: 2, SmallData(5), [0, 1, 2], SmallMeasurements(5));

    [Fact]
    public void Use_MeasurementsSmallerThanTheBatch_Throws() => AssertRefused(batchCapacity: 5, SmallData(5), [0, 1, 2], SmallMeasurements(2));

    [Fact]
    public void Use_MeasurementsOfOtherClasses_Throws() =>
        AssertRefused(batchCapacity: 5, SmallData(5), [0, 1], new Measurements(5, 4, MeasurementLevel.Structure));

    [Fact]
    public void Use_MeasurementsOfOtherLayers_Throws() =>
        AssertRefused(batchCapacity: 5, SmallData(5), [0, 1], new Measurements(5, 3, MeasurementLevel.Layers, layers: 1));

    [Theory]
    [InlineData(1, 5, 5)]
    [InlineData(2, 4, 5)]
    [InlineData(1, 4, 4)]
    public void Use_DataOfAnotherShape_Throws(int channels, int height, int width)
    {
        var data = new Dataset("other", TensorShape.Image(channels, height, width), new float[5 * channels * height * width], new byte[5]);
        AssertRefused(batchCapacity: 5, data, [0, 1], SmallMeasurements(5));
        using IEngine engine = Create(Small, Precision.F32, 5);
        engine.Load(new ParameterSet(Small));
        Assert.ThrowsAny<ArgumentException>(() => engine.Evaluate(data));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(255)]
    public void Use_LabelThatIsNoClass_Throws(byte label)
    {
        Dataset data = SmallData(5);
        data.Labels[3] = label;
        AssertRefused(batchCapacity: 5, data, [0, 1, 2, 3], SmallMeasurements(5));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void Use_IndexThatIsNoSample_Throws(int index) => AssertRefused(batchCapacity: 5, SmallData(5), [0, index], SmallMeasurements(5));

    [Fact]
    public void Load_ParametersOfAnotherNetwork_Throws()
    {
        Network[] others =
        [
            new NetworkBuilder(TensorShape.Image(1, 4, 5)).Conv(3, 3).Relu().Flatten().Linear(3).Build(),
            new NetworkBuilder(TensorShape.Image(1, 4, 5)).Conv(2, 3, bias: false).Relu().Flatten().Linear(3).Build(),
            new NetworkBuilder(TensorShape.Image(1, 4, 5)).Flatten().Linear(3).Build(),
            new NetworkBuilder(TensorShape.Image(1, 4, 5)).Conv(2, 3).Relu().Flatten().Linear(3).Linear(3).Build(),
        ];
        using IEngine engine = Create(Small, Precision.F64, 2);
        ParameterSet loaded = SmallParameters();
        engine.Load(loaded);
        foreach (Network other in others)
        {
            Assert.ThrowsAny<ArgumentException>(() => engine.Load(new ParameterSet(other)));
            Assert.ThrowsAny<ArgumentException>(() => engine.Save(new ParameterSet(other)));
        }

        Numbers.AssertSameBits(loaded, Saved(engine, Small), "after refused sets,");
    }

    [Fact]
    public void Dispose_Twice_IsFine()
    {
        IEngine engine = Create(Small, Precision.F32, 2);
        engine.Dispose();
        engine.Dispose();
    }

    [Fact]
    public void Use_AfterARefusedBatch_GivesTheRightResult()
    {
        Dataset data = SmallData(5);
        Measurements expected = SmallMeasurements(5), actual = SmallMeasurements(5);
        using IEngine engine = Create(Small, Precision.F64, 5);
        engine.Load(SmallParameters());
        engine.Measure(All(data), expected);
        Assert.ThrowsAny<ArgumentException>(() => engine.Measure(new Batch(data, Enumerable.Range(3, 4).ToArray(), 0), actual));
        engine.Measure(All(data), actual);
        AssertSameBits(expected, actual, "after a refused batch,");
    }

    private static Measurements SmallMeasurements(int capacity) => new(capacity, 3, MeasurementLevel.Structure);

    private static Dataset SmallData(int samples) => RandomData(Small, new RandomNetworks(new System.Random(2), dropout: false), samples);

    private static ParameterSet SmallParameters() =>
        WithMomentum(new RandomNetworks(new System.Random(4), dropout: false).DrawParameters(Small), Small);

    private void AssertRefused(int batchCapacity, Dataset data, int[] indices, Measurements into)
    {
        using IEngine engine = Create(Small, Precision.F64, batchCapacity);
        ParameterSet loaded = SmallParameters();
        engine.Load(loaded);
        var batch = new Batch(data, indices, 0);
        Assert.ThrowsAny<ArgumentException>(() => engine.Measure(batch, into));
        Assert.ThrowsAny<ArgumentException>(() => engine.Step(batch, PlainGradient, into));
        Numbers.AssertSameBits(loaded, Saved(engine, Small), "after a refused step,");
    }
}
