using System.Reflection;
using StructuralError.Experiments.Measure;
using StructuralError.Runs.Columns;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public sealed class StructureColumnsTests
{
    [Fact]
    public void Layers_EveryPropertyOfTheRow_HasOneColumn() => AssertComplete(LayerColumns.All, LayerColumns.Blank, []);

    [Fact]
    public void Independence_EveryPropertyOfTheRow_HasOneColumn() => AssertComplete(IndependenceColumns.All, IndependenceColumns.Blank, []);

    [Fact]
    public void Initialization_EveryPropertyOfTheRow_HasOneColumn()
    {
        AssertComplete(InitializationColumns.All.Take(11), InitializationColumns.Blank, [nameof(InitialMeasurement.Independence)]);
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
    public void Seed_MayBeNegative(string text, bool good) =>
        Assert.Equal(good, InitializationColumns.All[3].TryParse(System.Text.Encoding.UTF8.GetBytes(text), InitializationColumns.Blank, out _));

    [Fact]
    public void TextColumn_LineBreak_Refused() =>
        Assert.Throws<InvalidOperationException>(() => LayerColumns.All[2].TryFormat(StructureRows.Layer(0, 0, "a\nb"), new byte[100], out _));

    /// <summary>A row read from 3 in one column and blank elsewhere differs from blank in the property that the header names, and nowhere else.</summary>
    private static void AssertComplete<T>(IEnumerable<Column<T>> columns, T blank, string[] others)
    {
        PropertyInfo[] properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        HashSet<string> changed = [.. others];
        foreach (Column<T> column in columns)
        {
            Assert.True(column.TryParse("3"u8, blank, out T row), column.Header);
            PropertyInfo only = Assert.Single(properties, property => !others.Contains(property.Name) && !Equals(property.GetValue(blank), property.GetValue(row)));
            Assert.Equal(column.Header.Replace("_", "", StringComparison.Ordinal), only.Name, ignoreCase: true);
            Assert.True(changed.Add(only.Name), only.Name);
        }

        Assert.Equal(properties.Length, changed.Count);
    }
}
