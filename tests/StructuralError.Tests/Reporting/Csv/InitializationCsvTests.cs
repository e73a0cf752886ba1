using System.Text;
using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using Xunit;

namespace StructuralError.Tests.Reporting.Csv;

public sealed class InitializationCsvTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void ToBytes_OneRow_GivesExactlyThisText() => Assert.Equal(
        "model,k,width,seed,U,L,G,lambda_min,lambda_max,U_without_output_bias,L_without_output_bias,samples,parameters,log_epsilon_squared,smallest_norm_ratio,"
        + "mean_absolute_cosine,largest_absolute_cosine,norm_failures,cosine_failures,bound_of_U,U_violations,bound_of_G,G_violations,lambda_min_over_smallest_diagonal\n"
        + "a,3,128,-1,-1.5,-2.5,1,3.5,4.5,Infinity,-5.5,64,5000000000,-0.1,0.2,0.3333333333333333,0.4,5,6,-0.7,8,1.1,12,1.3\n",
        Encoding.UTF8.GetString(InitializationColumns.Table.ToBytes([StructureRows.Initial("a", 3, -1)])));

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameRows()
    {
        InitialMeasurement[] rows = [StructureRows.Initial("a", 0, 0), StructureRows.Initial("a", 0, 1), StructureRows.Initial("a", 1, 0), StructureRows.Initial("d", 0, 0)];
        string path = Path.Combine(_directory.Path, "not there yet", "initialization.csv");

        InitializationColumns.Write(path, rows);

        Assert.Equal(rows, InitializationColumns.Table.Read(path, Assert.Fail));
        Assert.Equal(rows, InitializationColumns.Table.Read(path, Assert.Fail));
    }

    [Fact]
    public void Parse_NetworkTwice_IsBadData()
    {
        byte[] twice = InitializationColumns.Table.ToBytes([StructureRows.Initial("a", 1, 0), StructureRows.Initial("a", 1, 0)]);
        UserErrorException error = Assert.Throws<UserErrorException>(() => InitializationColumns.Table.Parse(twice, "initialization.csv"));
        Assert.Equal(ExitCodes.BadData, error.ExitCode);
        Assert.StartsWith("initialization.csv, line 3, column model: 'a' with k = 1, width 128 and seed 0 comes twice.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PlaceThatCannotBe_IsAnInputError()
    {
        string file = _directory.Write("file", "x");
        UserErrorException error = Assert.Throws<UserErrorException>(() => InitializationColumns.Write(Path.Combine(file, "initialization.csv"), []));
        Assert.Equal(ExitCodes.InputOutput, error.ExitCode);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
