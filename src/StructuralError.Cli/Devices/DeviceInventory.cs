using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;

namespace StructuralError.Cli.Devices;

/// <summary>All there is to compute on.</summary>
/// <param name="Accelerators">By the name of their provider.</param>
internal sealed record DeviceInventory(IReadOnlyList<Device> Devices, IReadOnlyList<(string Name, DeviceList Found)> Accelerators)
{
    private const int Schema = 1;

    /// <summary>A line for each kind of accelerator, on its driver or why there is none.</summary>
    public IEnumerable<string> DriverLines => Accelerators.Select(kind => kind.Found.Summary).OfType<string>();

    public static DeviceInventory Take(EngineProviders engines)
    {
        (string Name, DeviceList Found)[] accelerators = [.. engines.Accelerators.Select(provider => (provider.Name, provider.Devices()))];
        return new DeviceInventory([.. engines.Processor.Devices().Devices, .. accelerators.SelectMany(kind => kind.Found.Devices)], accelerators);
    }

    public string ToJson() => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            foreach ((string name, DeviceList found) in Accelerators)
            {
                string key = name.Replace(':', '_');
                writer.WriteOptional(key + "_driver", found.Driver);
                writer.WriteOptional(key + "_problem", found.Problem);
            }

            writer.WriteStartArray("devices");
            foreach (Device device in Devices)
            {
                writer.WriteStartObject();
                writer.WriteString("device", device.Request.ToString());
                writer.WriteString("name", device.Name);
                writer.WriteNumber("memory_bytes", device.MemoryBytes);
                writer.WriteString("architecture", device.Architecture);
                writer.WriteNumber("units", device.Units);
                writer.WriteBoolean("usable", device.Problem is null);
                writer.WriteOptional("problem", device.Problem);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);
}
