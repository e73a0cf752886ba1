using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Tables;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public sealed class IndependenceCsvTests
{
    [Fact]
    public void Write_OneRow_GivesExactlyThisText() => Assert.Equal(
        "step,samples,parameters,log_epsilon_squared,smallest_norm_ratio,mean_absolute_cosine,largest_absolute_cosine,norm_failures,cosine_failures,"
        + "U,bound_of_U,U_violations,G,bound_of_G,G_violations,lambda_min_over_smallest_diagonal\n"
        + "3,64,5000000000,-0.1,0.2,0.3333333333333333,0.4,5,6,Infinity,-0.7,8,0.9,1.1,12,1.3\n",
        Write(StructureRows.Independence(3)));

    [Fact]
    public void Parse_WhatWasWritten_GivesTheSameRows()
    {
        IndependenceRow[] rows = [StructureRows.Independence(0), StructureRows.Independence(10, 1.0 / 7), StructureRows.Independence(937, double.NaN)];
        Assert.Equal(rows, Parse(Write(rows)));
    }

    [Fact]
    public void Parse_StepTwice_IsBadData()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Parse(Write(StructureRows.Independence(3), StructureRows.Independence(3))));
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.StartsWith("independence.csv, line 3, column step: '3' does not come after 3", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<IndependenceRow> Parse(string text) => RunTables.Independence.Parse(Encoding.UTF8.GetBytes(text), "independence.csv", Assert.Fail);

    private static string Write(params IndependenceRow[] rows)
    {
        using MemoryStream stream = new();
        using (CsvRowWriter<IndependenceRow> writer = RunTables.Independence.Writer(stream.Write))
        {
            foreach (IndependenceRow row in rows)
            {
                writer.Write(row);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
