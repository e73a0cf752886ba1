using System.Runtime.InteropServices;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Planning;

/// <summary>Which stretches of which layers' cotangents are summed to Gram parts, all in one launch.</summary>
internal sealed class GramPlan(PlanBuilder plan)
{
    private const int Threads = 64;

    // Slots of a layer: short ones, so that small layers fill the device too, but not too many to add up. A function of the layer alone: sums depend on it.
    private const int ShortestSlot = 64;
    private const int LongestSlot = 256;
    private const int UsualSlots = 8;
    private const int SharedBytes = 40 * 1024;

    private readonly List<GramSlot>[] _slots = [.. plan.Network.ParameterLayers.Select(_ => new List<GramSlot>())];

    public int SlotCount => _slots.Sum(slots => slots.Count);

    public int PairCount => plan.Classes * (plan.Classes + 1) / 2;

    /// <summary>
    /// A⁽ˡ⁾ = scale · rows rowsᵀ, scale = ‖input‖² (+ 1 with bias), or 1 without an input. Also writes every sample's gradient Σ_c (p − q)_c rows_c.
    /// </summary>
    /// <param name="gradient">[n, f]</param>
    /// <param name="products">Float64 values that take the place of the second rows, [n, c, f]; 0 for the rows themselves.</param>
    public void Add(ParameterLayer layer, CotangentView rows, DeviceTensor? input, ulong gradient, ulong products = 0)
    {
        // As many features as fit into shared memory with C rows and a gap.
        int most = Math.Max(1, (SharedBytes / (plan.Classes * plan.ElementBytes)) - 1);
        int length = Math.Min(most, Math.Clamp((rows.Features + UsualSlots - 1) / UsualSlots, ShortestSlot, LongestSlot));
        for (int begin = 0; begin < rows.Features; begin += length)
        {
            _slots[layer.Index].Add(
                Slot(layer, rows, input, gradient) with { Products = products, Begin = begin, Length = Math.Min(length, rows.Features - begin) });
        }
    }

    /// <summary>The layer that the logits come from: A⁽ˡ⁾ = scale · I.</summary>
    public void AddIdentity(ParameterLayer layer, CotangentView rows, DeviceTensor input, ulong gradient) =>
        _slots[layer.Index].Add(Slot(layer, rows, input, gradient));

    /// <summary>The launches behind the backward pass: the sums, and what is measured from them.</summary>
    public (KernelLaunch Parts, KernelLaunch Structure) Launches(ulong error, ulong results, ulong matrix, ulong parts)
    {
        GramSlot[] slots = [.. _slots.SelectMany(layer => layer)];
        GramLayer[] layers = new GramLayer[_slots.Length];
        for (int l = 0, first = 0; l < layers.Length; first += _slots[l].Count, l++)
        {
            bool identity = _slots[l] is [{ Length: 0 }];
            layers[l] = new GramLayer { FirstSlot = first, Slots = identity ? 0 : _slots[l].Count, IsIdentity = identity ? 1 : 0 };
        }

        if (slots.Length > KernelLaunch.LargestGridY)
        {
            throw new CudaException($"network {plan.Network.Name} has too many parameters per sample for the CUDA engine; use --device cpu.");
        }

        int classes = plan.Classes;
        ulong pairs = plan.Tables.Add<int>([.. from i in Enumerable.Range(0, classes) from j in Enumerable.Range(i, classes - i) select (i << 16) | j]);
        ulong partial = plan.Reserve<double>((Int128)plan.Capacity * slots.Length * PairCount),
            scale = plan.Reserve<double>((Int128)plan.Capacity * layers.Length);
        int longest = slots.Max(slot => slot.Length);
        var sums = KernelLaunch.Of(
            plan.Entry("gram_parts"),
            plan.Capacity,
            slots.Length,
            Threads,
            new GramPartsArguments
            {
                Slots = plan.Tables.Add<GramSlot>(slots),
                Pairs = pairs,
                Error = error,
                Partial = partial,
                Scale = scale,
                Classes = classes,
                PairCount = PairCount,
                SlotCount = slots.Length,
                LayerCount = layers.Length,
            },
            classes * (longest + 1) * plan.ElementBytes);
        var structure = KernelLaunch.Of(
            classes <= 16 ? "structure_small" : classes <= 64 ? "structure_medium" : "structure_large",
            plan.Capacity,
            1,
            32,
            new StructureArguments
            {
                Layers = plan.Tables.Add<GramLayer>(layers),
                Pairs = pairs,
                Partial = partial,
                Scale = scale,
                Error = error,
                Matrix = matrix,
                Parts = parts,
                Work = classes <= 64 ? 0 : plan.Reserve<double>((Int128)plan.Capacity * classes * classes),
                Results = results,
                Classes = classes,
                PairCount = PairCount,
                SlotCount = slots.Length,
                LayerCount = layers.Length,
                Capacity = plan.Capacity,
            });
        return (sums, structure);
    }

    private static GramSlot Slot(ParameterLayer layer, CotangentView rows, DeviceTensor? input, ulong gradient) => new()
    {
        Rows = rows.ToArguments(),
        Input = input?.Address ?? 0,
        Gradient = gradient,
        Inputs = input?.Features ?? 0,
        Bias = layer.HasBias ? 1 : 0,
        Layer = layer.Index,
        SharedRows = rows.TableFlag,
    };

    /// <summary><c>Kernels/gram_parts.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GramPartsArguments
    {
        public Replicas Replicas;
        public ulong Slots, Pairs, Error, Partial, Scale;
        public int Classes, PairCount, SlotCount, LayerCount;
    }

    /// <summary>A stretch of features of one layer's Gram part; <c>Kernels/gram.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GramSlot
    {
        public Cotangents Rows;
        public ulong Input, Products, Gradient;
        public int Inputs, Bias, Layer, Begin, Length, SharedRows;
    }

    /// <summary>Where one layer's sums lie among the slots'; <c>Kernels/gram.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GramLayer
    {
        public int FirstSlot, Slots, IsIdentity, Reserved;
    }

    /// <summary><c>Kernels/structure.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct StructureArguments
    {
        public Replicas Replicas;
        public ulong Layers, Pairs, Partial, Scale, Error, Matrix, Parts, Work, Results;
        public int Classes, PairCount, SlotCount, LayerCount, Capacity, Reserved;
    }
}
