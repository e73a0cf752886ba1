using StructuralError.Core.Data;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;

namespace StructuralError.Core.Engines;

/// <summary>Makes the engines of one kind of device. An assembly that adds a kind has one; a list of them is all that the rest of the program knows.</summary>
public interface IEngineProvider
{
    /// <summary>
    /// As <c>--device</c> takes it: a word of lower-case letters, or two with a colon between them. The first alone stands for all providers that begin
    /// with it.
    /// </summary>
    string Name { get; }

    /// <summary>Whether <c>auto</c> may take a device of this kind.</summary>
    bool IsAutomatic => true;

    /// <summary>What there is. Never throws for what a machine has or lacks: that is said in the list.</summary>
    DeviceList Devices();

    /// <summary>Plans, allocates and compiles everything a step needs. Parameters are zero until loaded.</summary>
    /// <param name="ordinal">The device's number in <see cref="Devices"/>.</param>
    /// <exception cref="EngineException">The device cannot be used, or its memory does not suffice.</exception>
    /// <exception cref="OperationCanceledException"><see cref="EngineOptions.Cancellation"/> was triggered before the engine was ready.</exception>
    IEngine Create(Network network, EngineOptions options, int ordinal);

    /// <summary>
    /// Engines for runs that differ in their seed alone, side by side on one device. Each is driven by a thread of its own and gives the bytes it would give
    /// alone; they wait for one another.
    /// </summary>
    /// <param name="options">Its seed is not used.</param>
    /// <param name="seeds">One engine for each, in order.</param>
    /// <returns>Null where engines of this kind cannot share a device.</returns>
    /// <inheritdoc cref="Create" path="/exception"/>
    IReadOnlyList<IEngine>? TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds);

    /// <summary>How many such engines the device's free memory holds side by side, with the data sets; at least 1.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data);

    /// <summary>What other engines are checked against; null where this kind has nothing of its own for it.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    IReferee? TryCreateReferee(Network network) => null;

    /// <summary>Gives back what a device holds that no engine uses.</summary>
    void Release();
}

/// <summary>What an engine is planned for.</summary>
/// <param name="BatchCapacity">Largest batch; buffers are sized for it once.</param>
/// <param name="Threads">Threads that compute, the caller's included, where the processor computes.</param>
/// <param name="Seed">Seed of the dropout masks.</param>
public sealed record EngineOptions(Precision Precision, int BatchCapacity, int Threads, long Seed)
{
    /// <summary>What is trained for.</summary>
    public ILoss Loss { get; init; } = LossTable.Default;

    /// <summary>The wish to end while the engine is made.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>A device, as a provider lists it.</summary>
/// <param name="Ordinal">Its number: <c>cuda:1</c> is 1; 0 where there is one device only.</param>
/// <param name="Architecture">Instruction set of a processor, compute capability of an accelerator.</param>
/// <param name="Units">Threads that compute, or multiprocessors.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
public sealed record Device(DeviceRequest Request, int Ordinal, string Name, long MemoryBytes, string Architecture, int Units, string? Problem);

/// <summary>The devices of one kind.</summary>
/// <param name="Driver">The version of what is needed to use them; null where it is not there, or nothing is needed.</param>
/// <param name="Problem">Why there are none to look at; null otherwise.</param>
public sealed record DeviceList(IReadOnlyList<Device> Devices, string? Driver, string? Problem)
{
    /// <summary>One line on what is there or why nothing is; null where the devices say it all.</summary>
    public string? Summary { get; init; }

    /// <summary>What <c>auto</c> says where the driver is not there: a clause without a full stop.</summary>
    public string? Absence { get; init; }

    /// <summary>What has to be said wherever one of the devices is named; null for nothing.</summary>
    public string? Note { get; init; }
}
