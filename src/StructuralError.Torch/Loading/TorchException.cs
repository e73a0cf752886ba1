using StructuralError.Core.Engines;

namespace StructuralError.Torch.Loading;

/// <summary>libtorch cannot be loaded, or refused. The message is one line for users: what happened and what to do.</summary>
public sealed class TorchException(string message, Exception? inner = null) : EngineException(message, inner)
{
    /// <summary>libtorch has one type of exception for everything; its message says what it could not allocate.</summary>
    public override bool IsOutOfMemory => InnerException is { } thrown
        && (thrown.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || thrown.Message.Contains("can't allocate memory", StringComparison.Ordinal));

    /// <summary>What libtorch threw, without the trace of its own code that it puts behind the first line.</summary>
    public static TorchException Of(string device, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        string first = exception.Message.Split('\n', 2)[0].TrimEnd('.', '\r', ' ');
        return new TorchException($"{device}: libtorch failed: {first}. Run with another --device, or a smaller model or --batch-size.", exception);
    }
}
