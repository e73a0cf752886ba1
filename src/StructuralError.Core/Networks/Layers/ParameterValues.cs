namespace StructuralError.Core.Networks.Layers;

/// <summary>Weight and bias of a layer, row-major; the bias is null without.</summary>
internal delegate (double[] Weight, double[]? Bias) ParameterValues(ParameterLayer layer);
