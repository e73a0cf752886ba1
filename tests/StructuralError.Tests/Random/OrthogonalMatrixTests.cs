using System.Text.Json;
using StructuralError.Core.RandomNumbers;
using Xunit;

namespace StructuralError.Tests.Random;

public class OrthogonalMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(5, 5)]
    [InlineData(10, 128)]
    [InlineData(128, 784)]
    [InlineData(130, 37)]
    public void Fill_AnyShape_HasOrthonormalRowsOrColumns(int rows, int columns)
    {
        float[] w = new float[rows * columns];
        OrthogonalMatrix.Fill(w, rows, new TorchGenerator(rows + columns));

        bool byRows = rows <= columns;
        int count = byRows ? rows : columns;
        int length = byRows ? columns : rows;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++)
                {
                    dot += byRows ? (double)w[(a * columns) + i] * w[(b * columns) + i] : (double)w[(i * columns) + a] * w[(i * columns) + b];
                }

                Assert.Equal(a == b ? 1 : 0, dot, 1e-6);
            }
        }
    }

    [Fact]
    public void Fill_ShapesOfReference_IsNearPyTorch()
    {
        int cases = 0;
        foreach (JsonElement reference in RandomReference.Cases.GetProperty("orthogonal").EnumerateArray())
        {
            int rows = reference.GetProperty("rows").GetInt32();
            float[] w = new float[rows * reference.GetProperty("columns").GetInt32()];
            OrthogonalMatrix.Fill(w, rows, new TorchGenerator(3));
            RandomReference.AssertNear(reference.GetProperty("values").Doubles(), [.. w.Select(value => (double)value)], 1e-5);
            cases++;
        }

        Assert.Equal(8, cases);
    }
}
