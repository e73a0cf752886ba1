using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Runs.Tables;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public class SampleCsvWriterTests
{
    private static readonly Dataset Data = new("made up", TensorShape.Vector(1), new byte[5], [4, 3, 2, 1, 0]);

    private static readonly int[] Two = [4, 1];

    private static readonly int[] One = [4];

    [Fact]
    public void Write_TwoSamples_GivesExactlyTheseBytes()
    {
        using MemoryStream stream = new();
        using (SampleCsvWriter writer = new(stream.Write, 3))
        {
            writer.Write(new Batch(Data, Two, 17), Measured(3));
        }

        Assert.Equal(
            "step,sample,label,loss,fitting_error,gradient_norm,lambda_1,lambda_2,lambda_3\n" +
            "17,4,0,0.5,0.25,NaN,1,2,3\n" +
            "17,1,3,1.5,1.25,2.5,4,5,6.5\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Write_AThousandRows_AllocatesNothing()
    {
        Batch batch = new(Data, Two, 17);
        Measurements measurements = Measured(3);
        using SampleCsvWriter writer = new(Stream.Null.Write, 3);
        Run(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(500);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                writer.Write(batch, measurements);
            }
        }
    }

    [Fact]
    public void Write_MeasurementsOfSomethingElse_Throws()
    {
        using SampleCsvWriter writer = new(Stream.Null.Write, 3);
        Assert.Throws<ArgumentException>(() => writer.Write(new Batch(Data, One, 0), Measured(3)));
        Assert.Throws<ArgumentException>(() => writer.Write(new Batch(Data, Two, 0), Measured(2)));
        Assert.Throws<ArgumentException>(() => writer.Write(new Batch(Data, Two, 0), new Measurements(2, 3, MeasurementLevel.Loss) { Count = 2 }));
    }

    private static Measurements Measured(int classes)
    {
        Measurements measurements = new(4, classes, MeasurementLevel.Structure) { Count = 2 };
        new[] { 0.5, 1.5 }.CopyTo(measurements.Loss, 0);
        new[] { 0.25, 1.25 }.CopyTo(measurements.FittingError, 0);
        new[] { double.NaN, 2.5 }.CopyTo(measurements.GradientNorm, 0);
        new[] { 1, 2, 3, 4, 5, 6.5 }.CopyTo(measurements.Eigenvalues, 0);
        return measurements;
    }
}
