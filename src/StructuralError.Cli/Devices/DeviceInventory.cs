using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Devices;
using StructuralError.Runs.Files;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Devices;

/// <summary>A device as it is listed.</summary>
/// <param name="Architecture">Instruction set of a processor, compute capability of a CUDA device.</param>
/// <param name="Units">Threads that compute, or multiprocessors.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
internal sealed record ListedDevice(string Device, string Name, long MemoryBytes, string Architecture, int Units, string? Problem);

/// <summary>All there is to compute on.</summary>
/// <param name="Driver">Newest CUDA version that the NVIDIA driver supports; null where there is no driver.</param>
/// <param name="Problem">Why there are no CUDA devices to look at.</param>
internal sealed record DeviceInventory(IReadOnlyList<ListedDevice> Devices, string? Driver, string? Problem)
{
    /// <summary>Where the driver is, unless it is the system's.</summary>
    public string? DriverNote { get; init; }

    private const int Schema = 1;

    public string DriverLine => Driver is null ? $"no CUDA: {Problem}" : $"CUDA {Driver} {DriverNote ?? "by the NVIDIA driver"}{(Problem is null ? string.Empty : $": {Problem}")}";

    public static DeviceInventory Take(ITrainingServices services)
    {
        CudaDeviceList cuda = services.FindCudaDevices();
        return new DeviceInventory([Processor(services), .. cuda.Devices.Select(Of)], cuda.Driver, cuda.Problem) { DriverNote = cuda.NamedLibraryNote };
    }

    public string ToJson() => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteOptional("cuda_driver", Driver);
            writer.WriteOptional("cuda_problem", Problem);
            writer.WriteStartArray("devices");
            foreach (ListedDevice device in Devices)
            {
                Write(writer, device);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);

    private static void Write(Utf8JsonWriter writer, ListedDevice device)
    {
        writer.WriteStartObject();
        writer.WriteString("device", device.Device);
        writer.WriteString("name", device.Name);
        writer.WriteNumber("memory_bytes", device.MemoryBytes);
        writer.WriteString("architecture", device.Architecture);
        writer.WriteNumber("units", device.Units);
        writer.WriteBoolean("usable", device.Problem is null);
        writer.WriteOptional("problem", device.Problem);
        writer.WriteEndObject();
    }

    /// <summary>The instruction set is what an engine says it would use.</summary>
    private static ListedDevice Processor(ITrainingServices services)
    {
        var machine = MachineInfo.Current();
        TensorShape shape = TensorShape.Vector(1);
        var smallest = new Network("smallest", "smallest", shape, 1, [new LinearLayer(0, shape, shape, true)], RunSpec.NoParameters);
        using IEngine engine = services.CreateEngine(smallest, new RunSpec { Threads = 1 }, 1, DeviceRequest.Cpu);
        return new ListedDevice(DeviceRequest.Cpu.ToString(), machine.Processor ?? "unknown", machine.MemoryBytes ?? 0, engine.Info.InstructionSet, machine.Processors ?? 0, null);
    }

    private static ListedDevice Of(CudaDevice device) => new(
        new DeviceRequest(DeviceKind.Cuda, device.Ordinal).ToString(), device.Name, device.MemoryBytes,
        string.Create(CultureInfo.InvariantCulture, $"compute {device.Major}.{device.Minor}"), device.Multiprocessors, device.Problem);
}
