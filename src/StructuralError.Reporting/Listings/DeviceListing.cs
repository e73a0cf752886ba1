using System.Globalization;
using System.Text.Json.Nodes;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;

namespace StructuralError.Reporting.Listings;

/// <summary>All there is to compute on.</summary>
internal sealed class DeviceListing(EngineProviders engines)
{
    private const int Schema = 1;

    private readonly (string Name, DeviceList Found)[] _accelerators = [.. engines.Accelerators.Select(provider => (provider.Name, provider.Devices()))];

    private IEnumerable<Device> Devices => engines.Processor.Devices().Devices.Concat(_accelerators.SelectMany(kind => kind.Found.Devices));

    /// <summary>A line a device, below the headings; then one for each kind of accelerator, on its driver or why there is none.</summary>
    public IEnumerable<string> Lines() => TextTable.Lines(
        ["DEVICE", "NAME", " MEMORY", "ARCHITECTURE", " UNITS", "USABLE"],
        Devices.Select<Device, string[]>(device =>
        [
            device.Request.ToString(), device.Name, MemoryForecast.Text(device.MemoryBytes), device.Architecture,
            device.Units.ToString(CultureInfo.InvariantCulture), device.Problem ?? "yes",
        ])).Concat(_accelerators.Select(kind => kind.Found.Summary).OfType<string>());

    /// <summary>With the members <c>…_driver</c> and <c>…_problem</c> of each kind of accelerator.</summary>
    public string ToJson()
    {
        var document = new JsonObject { ["schema"] = Schema };
        foreach ((string name, DeviceList found) in _accelerators)
        {
            string key = name.Replace(':', '_');
            document[key + "_driver"] = found.Driver;
            document[key + "_problem"] = found.Problem;
        }

        document["devices"] = ListingJson.Node(Devices.Select(device => new DeviceEntry(
            device.Request.ToString(), device.Name, device.MemoryBytes, device.Architecture, device.Units, device.Problem is null, device.Problem)));
        return ListingJson.Write(document);
    }
}

/// <summary>A device in <c>devices --json</c>.</summary>
/// <param name="Problem">Why it is not usable.</param>
internal sealed record DeviceEntry(string Device, string Name, long MemoryBytes, string Architecture, int Units, bool Usable, string? Problem);
