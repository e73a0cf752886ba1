using System.Reflection;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public sealed class StructureColumnsTests
{
    [Fact]
    public void Layers_EveryFieldOfTheRow_HasOneColumn() => AssertComplete(LayerColumns.All, []);

    [Fact]
    public void Independence_EveryFieldOfTheRow_HasOneColumn() => AssertComplete(IndependenceColumns.All, []);

    [Fact]
    public void Kernel_EveryFieldOfTheRow_HasOneColumn() => AssertComplete(KernelColumns.All, []);

    [Fact]
    public void Initialization_EveryFieldOfTheRow_HasOneColumn()
    {
        AssertComplete(InitializationColumns.All.Take(11).Where(column => column.Header is not ("U" or "G")), [nameof(InitialMeasurement.Independence)]);
        Assert.Equal(
            ["samples", "parameters", "log_epsilon_squared", "smallest_norm_ratio", "mean_absolute_cosine", "largest_absolute_cosine", "norm_failures", "cosine_failures",
                "bound_of_U", "U_violations", "bound_of_G", "G_violations", "lambda_min_over_smallest_diagonal"],
            InitializationColumns.All.Skip(11).Select(column => column.Header));
    }

    [Theory]
    [InlineData("-9223372036854775808", true)]
    [InlineData("5", true)]
    [InlineData("-", false)]
    [InlineData("9223372036854775808", false)]
    public void Seed_MayBeNegative(string text, bool good)
    {
        InitialMeasurement row = default;
        Assert.Equal(good, InitializationColumns.All[3].TryParse(System.Text.Encoding.UTF8.GetBytes(text), ref row));
    }

    [Fact]
    public void TextColumn_LineBreak_Refused()
    {
        LayerRow row = StructureRows.Layer(0, 0, "a\nb");
        Assert.Throws<InvalidOperationException>(() => LayerColumns.All[2].TryFormat(ref row, new byte[100], out _));
    }

    /// <summary>A row read from 3 in one column and blank elsewhere differs from blank in the field that the header names, and nowhere else.</summary>
    private static void AssertComplete<T>(IEnumerable<Column<T>> columns, string[] others)
        where T : struct
    {
        FieldInfo[] fields = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Instance);
        HashSet<string> changed = [.. others];
        foreach (Column<T> column in columns)
        {
            T row = default;
            Assert.True(column.TryParse("3"u8, ref row), column.Header);
            FieldInfo only = Assert.Single(fields, field => !others.Contains(field.Name) && !Equals(field.GetValue(default(T)), field.GetValue(row)));
            Assert.Equal(column.Header.Replace("_", "", StringComparison.Ordinal), only.Name, ignoreCase: true);
            Assert.True(changed.Add(only.Name), only.Name);
        }

        Assert.Equal(fields.Length, changed.Count);
    }
}
