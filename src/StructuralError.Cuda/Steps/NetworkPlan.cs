using System.Numerics;
using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Layers;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Steps;

/// <summary>
/// Everything a step needs, laid out once: where each buffer of a replica lies, the tables, and the launches. Planned from address 0 it tells the sizes,
/// planned again from the memory's addresses it can be launched.
/// </summary>
internal sealed class NetworkPlan
{
    /// <summary>Most steps of a block: what one graph launches.</summary>
    private const int LongestBlock = 32;

    /// <summary>Results of a block stay below this, so that a long block of large batches does not take the memory.</summary>
    private const int LargestBlockBytes = 4 << 20;

    /// <summary>The two blocks in flight, and one for what is asked in between.</summary>
    public const int Regions = 3;

    private const int GatherThreads = 256;

    /// <param name="arenaStart">Where replica 0 begins.</param>
    /// <param name="tablesStart">Where the tables begin.</param>
    /// <param name="loss">Changes no size; the default one where only sizes are wanted.</param>
    public NetworkPlan(Network network, Precision precision, int capacity, ulong arenaStart = 0, ulong tablesStart = 0, ILoss? loss = null)
    {
        var tables = new DeviceTables(tablesStart);
        var plan = new PlanBuilder(network, precision, capacity, new DeviceLayout(arenaStart), tables);
        ElementBytes = plan.ElementBytes;
        RowValues = (long)capacity * (6 + (2 * network.Classes));
        BlockSteps = (int)Math.Clamp(LargestBlockBytes / (RowValues * sizeof(double)), 1, LongestBlock);
        StateValues = 3 * network.ParameterCount;
        plan.Theta = State = plan.Reserve(StateValues);
        Snapshots = [plan.Reserve(StateValues), plan.Reserve(StateValues)];
        Parked = plan.Reserve(StateValues);
        Results = plan.Reserve<double>((Int128)Regions * BlockSteps * RowValues);
        Matrix = plan.Reserve<double>((Int128)capacity * network.Classes * network.Classes);
        Parts = plan.Reserve<double>((Int128)capacity * network.ParameterLayers.Length * network.Classes * network.Classes);

        // e, and behind it e without its size.
        ulong error = plan.Reserve<double>((Int128)2 * capacity * network.Classes);

        var input = new DeviceTensor(plan.ReserveActivations(network.Input.Count), network.Input.Count, null);
        plan.Forward.Add(KernelLaunch.Of(
            plan.Entry("gather_batch"), PlanBuilder.Tiles(input.Features, GatherThreads), capacity, GatherThreads,
            new GatherArguments { X = input.Address, Inputs = input.Features }));
        var rules = SequenceRule.Of(network);
        DeviceTensor logits = rules.Forward(plan, input, null);
        Loss = LossKernel.Of(plan, loss ?? LossTable.Default, logits, error, Results);
        _ = rules.Backward(plan, Identity(plan), needsInput: false, null);

        Forward = [.. plan.Forward];
        (KernelLaunch gram, Structure) = plan.Gram.Launches(error, Results, Matrix, Parts);
        Backward = [.. plan.Backward, gram];
        Update = [.. plan.Updates.Launches()];
        Tables = tables.Content.ToArray();
        ReplicaBytes = plan.Bytes;
        Layers = [.. rules.Describe(plan)];
        CheckGrids(network);
    }

    public int ElementBytes { get; }

    /// <summary>Steps of a block.</summary>
    public int BlockSteps { get; }

    /// <summary>Float64 values of one step's results; <c>Kernels/step.h</c>.</summary>
    public long RowValues { get; }

    /// <summary>θ, momentum and compensation together.</summary>
    public long StateValues { get; }

    public long StateBytes => StateValues * ElementBytes;

    public ulong State { get; }

    /// <summary>State at the beginning of each block in flight.</summary>
    public ulong[] Snapshots { get; }

    /// <summary>Where the state waits while an earlier one is looked at.</summary>
    public ulong Parked { get; }

    public ulong Results { get; }

    /// <summary>A. [n, c, c']</summary>
    public ulong Matrix { get; }

    /// <summary>A⁽ˡ⁾. [n, l, c, c']</summary>
    public ulong Parts { get; }

    /// <summary>Gather and forward pass.</summary>
    public KernelLaunch[] Forward { get; }

    /// <summary>Loss and error; with <see cref="Forward"/> enough for an evaluation.</summary>
    public KernelLaunch Loss { get; }

    /// <summary>Cotangents, Gram sums and every sample's gradient.</summary>
    public KernelLaunch[] Backward { get; }

    /// <summary>Eigenvalues and gradient norm. Nothing of the step needs them, nor does the next one before its loss.</summary>
    public KernelLaunch Structure { get; }

    /// <summary>Gradients and SGD.</summary>
    public KernelLaunch[] Update { get; }

    public IEnumerable<KernelLaunch> All => [.. Forward, Loss, .. Backward, Structure, .. Update];

    public byte[] Tables { get; }

    /// <summary>Memory of one replica, without its control block.</summary>
    public Int128 ReplicaBytes { get; }

    public LayerPlan[] Layers { get; }

    /// <summary>First result row of one of the three regions.</summary>
    public int RegionRow(int region) => region * BlockSteps;

    /// <summary>The cotangents of the logits, d = I.</summary>
    private static CotangentView Identity(PlanBuilder plan)
    {
        int classes = plan.Classes;
        ulong table = plan.ElementBytes == sizeof(float)
            ? plan.Tables.Add<float>(Identity<float>(classes))
            : plan.Tables.Add<double>(Identity<double>(classes));
        return new CotangentView(table, 0, classes) { IsTable = true, IsIdentity = true };
    }

    private static T[] Identity<T>(int classes)
        where T : INumber<T> => [.. Enumerable.Range(0, classes * classes).Select(place => place % (classes + 1) == 0 ? T.One : T.Zero)];

    private void CheckGrids(Network network)
    {
        if (All.FirstOrDefault(launch => launch.GridY > KernelLaunch.LargestGridY || launch.GridX > int.MaxValue) is { } launch)
        {
            throw new CudaException($"network {network.Name} with this batch is too large for the CUDA engine ({launch.Kernel} would need {launch.GridX} × "
                + $"{launch.GridY} blocks); use a smaller batch or --device cpu.");
        }
    }

    /// <summary><c>Kernels/gather_batch.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GatherArguments
    {
        public Replicas Replicas;
        public ulong X;
        public int Inputs, Reserved;
    }
}
