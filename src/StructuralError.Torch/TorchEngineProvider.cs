using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Torch.Loading;
using StructuralError.Torch.Steps;
using TorchSharp;

namespace StructuralError.Torch;

/// <summary>Engines on libtorch, on CUDA or on the processor. libtorch is not loaded before it is asked for.</summary>
public sealed class TorchEngineProvider : IEngineProvider
{
    private const string NoCuda = "This libtorch sees no CUDA device: it was built without CUDA (-p:Torch=cuda-windows or cuda-linux brings it), "
        + "or the driver is missing.";

    private static readonly Lazy<string?> ConvolutionNote = new(ConvolutionTrial.Prepare);

    private readonly bool _isCuda;

    private TorchEngineProvider(bool isCuda) => _isCuda = isCuda;

    /// <summary>What <c>torch</c> alone stands for: the first that can be used.</summary>
    public static IReadOnlyList<IEngineProvider> All { get; } = [new TorchEngineProvider(isCuda: true), new TorchEngineProvider(isCuda: false)];

    public string Name => _isCuda ? "torch:cuda" : "torch:cpu";

    /// <summary>Slower than the engines of this program, so only where it is asked for.</summary>
    public bool IsAutomatic => false;

    public DeviceList Devices()
    {
        if (LibTorch.Instance is { Problem: { } problem })
        {
            return new DeviceList([], null, problem) { Summary = _isCuda ? null : $"no torch: {problem}" };
        }

        if (_isCuda)
        {
            return LibTorch.Instance.HasCuda
                ? new DeviceList([.. Enumerable.Range(0, torch.cuda.device_count()).Select(CudaDevice)], LibTorch.Versions, null)
                : new DeviceList([], LibTorch.Versions, NoCuda);
        }

        return new DeviceList([Processor()], LibTorch.Versions, null)
        {
            Note = ConvolutionNote.Value,
            Summary = $"{LibTorch.Versions} in {LibTorch.Instance.Folder}",
        };
    }

    public IEngine Create(Network network, EngineOptions options, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Cancellation.ThrowIfCancellationRequested();
        return new TorchEngine(network, options, _isCuda ? ordinal : null);
    }

    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds) => null;

    public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data) => 1;

    public IReferee? TryCreateReferee(Network network) => _isCuda ? null : new TorchReferee(network);

    public void Release()
    {
        // libtorch stays loaded; its engines free their tensors themselves.
    }

    private Device CudaDevice(int ordinal) => new(new DeviceRequest(Name, ordinal), ordinal, "by libtorch", 0, LibTorch.Versions, 0, null);

    private Device Processor() =>
        new(new DeviceRequest(Name), 0, "by libtorch", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "libtorch", Environment.ProcessorCount, null);
}
