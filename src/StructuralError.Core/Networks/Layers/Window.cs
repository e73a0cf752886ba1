namespace StructuralError.Core.Networks.Layers;

/// <summary>The window of a pool, moved by steps of <paramref name="Stride"/> over each channel.</summary>
internal readonly record struct Window(int Height, int Width, int Stride)
{
    /// <summary>Inputs of one output, in row order.</summary>
    public IEnumerable<int> InputsOf(Layer pool, int output)
    {
        int channel = output / pool.Output.Positions;
        int top = output % pool.Output.Positions / pool.Output.Width * Stride, left = output % pool.Output.Width * Stride;
        for (int cell = 0; cell < Height * Width; cell++)
        {
            yield return (((channel * pool.Input.Height) + top + (cell / Width)) * pool.Input.Width) + left + (cell % Width);
        }
    }

    /// <summary>The forward pass of a pool that takes means.</summary>
    public Trace Means(Layer pool, double[] input, bool[] needed)
    {
        double[] means = new double[pool.Output.Count];
        bool[] wanted = new bool[means.Length];
        for (int o = 0; o < means.Length; o++)
        {
            int[] inputs = [.. InputsOf(pool, o)];
            means[o] = inputs.Average(i => input[i]);
            wanted[o] = inputs.Any(i => needed[i]);
        }

        return new Trace(pool, input, needed, means, wanted);
    }

    /// <summary>Inputs that cotangents come to through a mean.</summary>
    public bool[] Spread(Trace trace, bool[] support)
    {
        bool[] reached = new bool[trace.Input.Length];
        for (int o = 0; o < support.Length; o++)
        {
            foreach (int i in support[o] ? InputsOf(trace.Layer, o) : [])
            {
                reached[i] = trace.Needed[i];
            }
        }

        return reached;
    }
}
