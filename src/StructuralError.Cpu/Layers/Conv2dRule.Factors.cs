namespace StructuralError.Cpu.Layers;

/// <summary>What a convolution keeps for the kernel between samples: J, whichever form its Gram part takes.</summary>
internal sealed unsafe partial class Conv2dRule<T, TVector, TWide, TSimd>
{
    public override int FactorColumns => geometry.Length;

    /// <summary>J of a sample whole, biases behind the weights.</summary>
    private void KeepFactors(LayerFactors<T> factors, in Cotangents<T> cotangents)
    {
        unchecked
        {
            int rows = cotangents.Rows, columns = FactorColumns;
            T* to = factors.Columns + ((nint)factors.Position * rows * columns);
            new Span<T>(to, rows * columns).Clear();
            FormJacobian(in cotangents, 0, geometry.Layer.Output.Channels, to, columns);
            for (int r = 0; !geometry.IsExplicit && geometry.Layer.HasBias && r < rows; r++)
            {
                T* from = cotangents.D + (r * cotangents.Stride);
                SumCells(from, cotangents.Cells, cotangents.CellPitch, to + ((nint)r * columns) + geometry.BiasOffset, accumulate: false);
            }
        }
    }
}
