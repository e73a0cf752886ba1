using System.Globalization;
using System.Text;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;
using StructuralError.Runs.Tables;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public class StepCsvWriterTests
{
    private const string GoldenHeader =
        "step,epoch,samples,loss,accuracy,log_fitting_error,log_gradient_norm,U,L,G,S,upper_bound,lower_bound,log_mean_fitting_error," +
        "log_mean_gradient_norm,lambda_min_mean,lambda_max_mean,lambda_min_min,lambda_max_max,theorem3_violations,pearson_upper,pearson_lower," +
        "log_batch_gradient_norm,bound_position,p_norm_squared,theta_norm_squared";

    [Fact]
    public void Write_TwoRows_GivesExactlyTheseBytes()
    {
        string text = Write(RunTraits.None, Rows.Make(0), Rows.Make(1, 0, 0.25, -1));

        Assert.Equal(
            GoldenHeader + "\n" +
            "0,2,64,0.1,0.2,-0.3,0.3333333333333333,-0.4,-0.5,0.6,0.7,0.8,-0.9,1.1,1.2,1.3,1.4,1.5,1.6,3,,,1.7,,1.8,\n" +
            "1,2,64,0.1,0.2,-0.3,0.3333333333333333,-0.4,-0.5,0.6,0.7,0.8,-0.9,1.1,1.2,1.3,1.4,1.5,1.6,3,0.25,-1,1.7,,1.8,\n",
            text);
    }

    [Fact]
    public void Write_OtherCulture_GivesTheSameBytes()
    {
        StepRow[] rows = [Rows.Make(1_000_000, 1234.5), Rows.Fill(double.NaN), Rows.Fill(-1.5), Rows.Fill(double.NegativeInfinity)];
        string expected = Write(rows);
        using CommaCulture culture = new();
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));

        Assert.Equal(expected, Write(rows));
    }

    [Fact]
    public void Write_NotFinite_GivesTheWords()
    {
        string[] lines = Write(Rows.Fill(double.NaN), Rows.Fill(double.PositiveInfinity), Rows.Fill(double.NegativeInfinity)).Split('\n');

        Assert.Equal("NaN", lines[1].Split(',')[5]);
        Assert.Equal("Infinity", lines[2].Split(',')[5]);
        Assert.Equal("-Infinity", lines[3].Split(',')[5]);
    }

    [Fact]
    public void Write_WithoutHeader_GoesOnWithAFile()
    {
        using MemoryStream stream = new();
        using (CsvRowWriter<StepRow> first = RunTables.Steps.Writer(stream.Write))
        {
            first.Write(Rows.Make(0));
        }

        using (CsvRowWriter<StepRow> second = RunTables.Steps.Writer(stream.Write, RunTables.Steps.Header))
        {
            second.Write(Rows.Make(1));
        }

        Assert.Equal(Write(Rows.Make(0), Rows.Make(1)), Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Write_ManyRows_HandsWholeRowsToTheStream()
    {
        using RowBoundaryStream stream = new();
        using (CsvRowWriter<StepRow> writer = RunTables.Steps.Writer(stream.Write))
        {
            for (int step = 0; step < 2000; step++)
            {
                writer.Write(Rows.Fill(Math.Sqrt(step)));
            }
        }

        Assert.True(stream.Writes > 3, $"{stream.Writes} writes");
        Assert.Equal(0, stream.WritesThatCutARow);
    }

    [Fact]
    public void Write_AThousandRows_AllocatesNothing()
    {
        StepRow[] rows = [Rows.Make(3, 1e-9, 0.5, 0.75), Rows.Make(4), Rows.Fill(double.NaN), Rows.Fill(double.MinValue), Rows.Fill(Math.ScaleB(1, -25))];
        using CsvRowWriter<StepRow> writer = RunTables.Steps.Writer(Stream.Null.Write);
        Run(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                writer.Write(rows[i % rows.Length]);
                writer.Flush();
            }
        }
    }

    internal static string Write(params StepRow[] rows) => Write(RunTraits.All, rows);

    private static string Write(RunTraits traits, params StepRow[] rows)
    {
        using MemoryStream stream = new();
        using (CsvRowWriter<StepRow> writer = RunTables.Steps.Writer(stream.Write, traits: traits))
        {
            foreach (StepRow row in rows)
            {
                writer.Write(row);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class RowBoundaryStream : MemoryStream
    {
        public int Writes { get; private set; }

        public int WritesThatCutARow { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Writes++;
            WritesThatCutARow += buffer[offset + count - 1] == (byte)'\n' ? 0 : 1;
            base.Write(buffer, offset, count);
        }
    }
}
