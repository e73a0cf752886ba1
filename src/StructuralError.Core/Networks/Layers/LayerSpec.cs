using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>One layer as a model file has it: sizes may be names, shapes are not known yet.</summary>
/// <param name="Path">Where it stands in the file, as a JSON path: <c>$.layers[3].layers[0]</c>.</param>
internal abstract record LayerSpec(string Path)
{
    /// <summary>The layer's shape rule.</summary>
    /// <param name="input">Null where it is unknown because of an earlier problem; the rule then says what it can.</param>
    /// <returns>The layer, null where there is none, and the output's shape, null where it is unknown.</returns>
    public abstract (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context);
}
