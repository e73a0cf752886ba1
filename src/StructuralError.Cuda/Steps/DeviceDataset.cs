using StructuralError.Core.Data;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>A data set on the device: bytes where the source has bytes, otherwise float32, a byte a label, and targets as float64 where it has any.</summary>
internal sealed class DeviceDataset : IDisposable
{
    // Samples are converted and copied in parts of about this size.
    private const int PartValues = 1 << 20;

    private readonly DeviceBuffer _pixels;
    private readonly DeviceBuffer _labels;
    private readonly DeviceBuffer? _targets;

    public DeviceDataset(DeviceStream stream, Dataset data)
    {
        HasBytes = !data.Bytes.IsEmpty;
        _pixels = new DeviceBuffer(stream.Context, PixelBytes(data));
        try
        {
            _labels = new DeviceBuffer(stream.Context, Math.Max(1, data.Count));
            stream.Upload<byte>(_labels.Address, data.Labels);
            if (data.IsSoft)
            {
                _targets = new DeviceBuffer(stream.Context, TargetBytes(data));
                stream.Upload(_targets.Address, data.Targets);
            }

            if (HasBytes)
            {
                stream.Upload(_pixels.Address, data.Bytes);
            }
            else
            {
                UploadValues(stream, data);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What a data set takes on the device.</summary>
    public static long BytesOf(Dataset data) => PixelBytes(data) + Math.Max(1, data.Count) + TargetBytes(data);

    public bool HasBytes { get; }

    public ulong Pixels => _pixels.Address;

    public ulong Labels => _labels.Address;

    /// <summary>0 where the labels say it all.</summary>
    public ulong Targets => _targets?.Address ?? 0;

    public void Dispose()
    {
        _pixels.Dispose();
        _labels?.Dispose();
        _targets?.Dispose();
    }

    private static long PixelBytes(Dataset data) => Math.Max(1, (long)data.Count * data.SampleShape.Count) * (data.Bytes.IsEmpty ? sizeof(float) : 1);

    private static long TargetBytes(Dataset data) => (long)data.Targets.Length * sizeof(double);

    private void UploadValues(DeviceStream stream, Dataset data)
    {
        int size = data.SampleShape.Count, samples = Math.Max(1, PartValues / size);
        float[] part = new float[Math.Min(samples, data.Count) * size];
        for (int first = 0; first < data.Count; first += samples)
        {
            int count = Math.Min(samples, data.Count - first);
            for (int n = 0; n < count; n++)
            {
                data.CopySample(first + n, part.AsSpan(n * size, size));
            }

            stream.Upload<float>(_pixels.At((long)first * size * sizeof(float)), part.AsSpan(0, count * size));
        }
    }
}
