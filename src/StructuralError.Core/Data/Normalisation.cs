namespace StructuralError.Core.Data;

/// <summary>Replaces a pixel x in 0 to 1 by (x − mean) / deviation.</summary>
public sealed record Normalisation(float Mean, float Deviation)
{
    /// <summary>The same samples, normalised in float32 as torchvision's <c>Normalize</c> does: subtract, then divide. Takes four bytes a pixel.</summary>
    public Dataset Of(Dataset data)
    {
        int length = data.SampleShape.Count;
        float[] values = new float[(long)data.Count * length];
        for (int sample = 0; sample < data.Count; sample++)
        {
            Span<float> pixels = values.AsSpan(checked(sample * length), length);
            data.CopySample(sample, pixels);
            foreach (ref float pixel in pixels)
            {
                pixel = (pixel - Mean) / Deviation;
            }
        }

        var normalised = new Dataset(data.Name, data.SampleShape, values, data.Labels);
        return data.IsSoft ? normalised.WithLabels(data.Labels, [.. data.Targets]) : normalised;
    }
}
