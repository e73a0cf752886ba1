using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class ValueListTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b", "a b")]
    [InlineData("a, b", "a b")]
    [InlineData("0..5", "0 1 2 3 4 5")]
    [InlineData("-2..1", "-2 -1 0 1")]
    [InlineData("-3..-2", "-3 -2")]
    [InlineData("7..7", "7")]
    [InlineData("9,1,4..6", "9 1 4 5 6")]
    [InlineData("0.01,0.1", "0.01 0.1")]
    [InlineData("../my.json,a..b,1..,..2", "../my.json a..b 1.. ..2")]
    [InlineData("9223372036854775806..9223372036854775807", "9223372036854775806 9223372036854775807")]
    public void TryParse_List_GivesItsValuesInOrder(string text, string expected)
    {
        Assert.Null(ValueList.TryParse("k", text, out ImmutableArray<string> values));
        Assert.Equal(expected.Split(' '), values);
    }

    [Theory]
    [InlineData("", "k: '' has an empty place")]
    [InlineData("1,,2", "k: '1,,2' has an empty place")]
    [InlineData("1,", "k: '1,' has an empty place")]
    [InlineData("5..0", "k: the range '5..0' ends before it begins")]
    [InlineData("0..10000", "k: '0..10000' makes more than 10000 values.")]
    [InlineData("-9223372036854775808..9223372036854775807", "makes more than 10000 values.")]
    [InlineData("1..3,2", "k: '2' comes twice in '1..3,2'")]
    [InlineData("a,b,a", "k: 'a' comes twice in 'a,b,a'")]
    public void TryParse_SomethingWrong_SaysWhat(string text, string expected)
    {
        Problem? problem = ValueList.TryParse("k", text, out ImmutableArray<string> values);
        Assert.Contains(expected, problem?.Message, StringComparison.Ordinal);
        Assert.Empty(values);
    }

    [Fact]
    public void TryParse_TenThousandValues_AreTheMost()
    {
        Assert.Null(ValueList.TryParse("k", "1..10000", out ImmutableArray<string> values));
        Assert.Equal(10_000, values.Length);
        Assert.NotNull(ValueList.TryParse("k", "0,1..10000", out _));
    }

    [Fact]
    public void TryParse_Kind_ReadsEachValue()
    {
        Assert.Null(ValueList.TryParse("seed", "0..2,18446744073709551615", new SeedNumber(), out ImmutableArray<long> seeds));
        Assert.Equal((long[])[0, 1, 2, -1], seeds);
    }

    [Theory]
    [InlineData("0..x", "k: '0..x' is not a whole number.")]
    [InlineData("1,2.5", "k: '2.5' is not a whole number.")]
    [InlineData("0,99999999999", "k: '99999999999' is not a whole number from -2147483648 to 2147483647.")]
    [InlineData("1,01", "k: '1' comes twice in '1,01'")]
    public void TryParse_NotOfTheKind_SaysWhat(string text, string expected)
    {
        Problem? problem = ValueList.TryParse("k", text, new WholeNumber<int>(), out ImmutableArray<int> values);
        Assert.StartsWith(expected, problem?.Message, StringComparison.Ordinal);
        Assert.Empty(values);
    }
}
