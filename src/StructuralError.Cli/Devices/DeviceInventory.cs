using System.Text.Json.Nodes;
using StructuralError.Cli.Documents;
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

    /// <summary>With the members <c>…_driver</c> and <c>…_problem</c> of each kind of accelerator.</summary>
    public string ToJson()
    {
        var document = new JsonObject { ["schema"] = Schema };
        foreach ((string name, DeviceList found) in Accelerators)
        {
            document[name + "_driver"] = found.Driver;
            document[name + "_problem"] = found.Problem;
        }

        document["devices"] = CliJson.Node(Devices.Select(device => new DeviceEntry(
            device.Request.ToString(), device.Name, device.MemoryBytes, device.Architecture, device.Units, device.Problem is null, device.Problem)));
        return CliJson.Write(document);
    }
}
