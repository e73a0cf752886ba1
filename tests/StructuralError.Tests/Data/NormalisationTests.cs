using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Specs;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class NormalisationTests
{
    [Fact]
    public void Of_Bytes_SubtractsAndDividesInFloat32AsTorchvisionDoes()
    {
        var data = new Dataset("made-up", TensorShape.Image(1, 1, 4), [0, 33, 128, 255, 1, 2, 3, 4], [7, 2]);
        Dataset normalised = new Normalisation(0.1307f, 0.3081f).Of(data);
        float[] sample = new float[4];
        normalised.CopySample(0, sample);

        // The float32 values of (torch.tensor([0, 33, 128, 255]).float() / 255 - 0.1307) / 0.3081.
        Assert.Equal([-0.4242129623889923f, -0.004181224387139082f, 1.2050011157989502f, 2.821486711502075f], sample);
        Assert.Equal((2, "made-up"), (normalised.Count, normalised.Name));
        Assert.Same(data.Labels, normalised.Labels);
    }

    [Theory]
    [InlineData("0.1307,0.3081", 0.1307f, 0.3081f)]
    [InlineData("-1,2", -1f, 2f)]
    public void Field_MeanAndDeviation_AreReadAndWrittenAgain(string text, float mean, float deviation)
    {
        SpecField field = SpecFields.Find("normalise")!;
        Assert.Null(field.TryApply(SpecFields.Defaults, SpecValue.FromText(text), out RunSpec spec));
        Assert.Equal(new Normalisation(mean, deviation), spec.Normalise);
        Assert.Equal(text, field.Text(spec));
        Assert.True(field.IsHashed(spec));
        Assert.False(field.IsHashed(SpecFields.Defaults));
        Assert.False(field.IsWritten(SpecFields.Defaults));
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("0.5,0.5,0.5")]
    [InlineData("a,1")]
    [InlineData("0,1e400")]
    [InlineData("0, 1")]
    public void Field_AnythingElse_IsRefused(string text) =>
        Assert.Contains("is not a mean and a standard deviation, as 0.1307,0.3081", SpecFields.Find("normalise")!.TryApply(SpecFields.Defaults, SpecValue.FromText(text), out _)!.Message, StringComparison.Ordinal);

    [Fact]
    public void Field_DeviationOfZero_IsRefused()
    {
        SpecField field = SpecFields.Find("normalise")!;
        Assert.Null(field.TryApply(SpecFields.Defaults, SpecValue.FromText("0,0"), out RunSpec spec));
        Assert.Contains("a standard deviation above 0", field.Check(spec)!.Message, StringComparison.Ordinal);
    }
}
