using StructuralError.Core.Data;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>Data sets that were copied to the device; each once. The one not used for longest leaves when there are too many.</summary>
/// <param name="most">How many stay. A launch may not need more at a time.</param>
internal sealed class DeviceDatasets(DeviceStream stream, int most) : IDisposable
{
    private readonly List<(Dataset Data, DeviceDataset Copy)> _copies = [];

    public DeviceDataset Of(Dataset data)
    {
        int index = _copies.FindIndex(copy => ReferenceEquals(copy.Data, data));
        (Dataset, DeviceDataset Copy) found = index < 0 ? (data, Add(data)) : _copies[index];
        if (index >= 0)
        {
            _copies.RemoveAt(index);
        }

        _copies.Add(found);
        return found.Copy;
    }

    public void Dispose()
    {
        foreach ((_, DeviceDataset copy) in _copies)
        {
            copy.Dispose();
        }

        _copies.Clear();
    }

    private DeviceDataset Add(Dataset data)
    {
        if (_copies.Count == most)
        {
            // Steps under way may still read it.
            stream.Synchronize();
            _copies[0].Copy.Dispose();
            _copies.RemoveAt(0);
        }

        return new DeviceDataset(stream, data);
    }
}
