using System.Reflection;
using System.Text;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public class StepColumnsTests
{
    [Fact]
    public void All_EveryFieldOfTheRow_HasOneColumn()
    {
        FieldInfo[] fields = typeof(StepRow).GetFields(BindingFlags.Public | BindingFlags.Instance);
        HashSet<string> changed = [];
        foreach (Column<StepRow> column in StepColumns.All)
        {
            StepRow row = default;
            Assert.True(column.TryParse("3"u8, ref row), column.Header);
            FieldInfo only = Assert.Single(fields, field => !Equals(field.GetValue(default(StepRow)), field.GetValue(row)));
            Assert.Equal(column.Header.Replace("_", "", StringComparison.Ordinal), only.Name, ignoreCase: true);
            Assert.True(changed.Add(only.Name), only.Name);
        }

        // Sums that other columns need, and the file does not show.
        Assert.Equal(fields.Length, changed.Count + StepColumns.Table.Count(column => column.Cell is null));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(1e-300)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(2.98023223876953125e-8)]
    [InlineData(-2.98023223876953125e-8)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void RealColumn_AnyValue_ReadsBackToTheSameBits(double value) => AssertRoundTrip(value);

    [Fact]
    public void RealColumn_NegativeZero_KeepsItsSign() => AssertRoundTrip(-0.0);

    [Fact]
    public void RealColumn_EveryPowerOfTwo_ReadsBackToTheSameBits()
    {
        for (int exponent = -1074; exponent < 1024; exponent++)
        {
            AssertRoundTrip(Math.ScaleB(1, exponent));
        }
    }

    [Fact]
    public void RealColumn_RandomBits_ReadBackToTheSameBits()
    {
        System.Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            AssertRoundTrip(double.IsNaN(value) ? double.NaN : value);
        }
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1.5x")]
    [InlineData("0x10")]
    [InlineData("nan")]
    [InlineData("∞")]
    public void RealColumn_NotANumber_IsRefused(string text)
    {
        Column<StepRow> loss = StepColumns.All[3];
        StepRow row = default;
        Assert.False(loss.TryParse(Encoding.UTF8.GetBytes(text), ref row));
        Assert.Equal(default, row);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("1.0")]
    [InlineData("")]
    [InlineData("+1")]
    public void IntegerColumn_NotAWholeNumberOfTheRow_IsRefused(string text)
    {
        Column<StepRow> epoch = StepColumns.All[1];
        StepRow row = default;
        Assert.False(epoch.TryParse(Encoding.UTF8.GetBytes(text), ref row));
    }

    private static void AssertRoundTrip(double value)
    {
        Column<StepRow> loss = StepColumns.All[3];
        byte[] cell = new byte[Column<StepRow>.MaximumCellBytes];
        StepRow written = default, row = default;
        written.Loss = value;
        Assert.True(loss.TryFormat(ref written, cell, out int count));
        Assert.True(loss.TryParse(cell.AsSpan(0, count), ref row), Encoding.UTF8.GetString(cell, 0, count));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(row.Loss));
    }
}
