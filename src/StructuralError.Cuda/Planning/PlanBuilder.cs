using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Cuda.Planning;

/// <summary>What the layers' rules plan with: where buffers lie, and which kernels a step launches in which order. Addresses are those of replica 0.</summary>
internal sealed class PlanBuilder
{
    private const int ElementwiseThreads = 128;

    private readonly DeviceLayout _arena;
    private readonly string _suffix;

    public PlanBuilder(Network network, Precision precision, int capacity, DeviceLayout arena, DeviceTables tables)
    {
        (Network, Capacity, _arena, Tables) = (network, capacity, arena, tables);
        _suffix = precision == Precision.F32 ? "_f32" : "_f64";
        ElementBytes = precision == Precision.F32 ? sizeof(float) : sizeof(double);
        Gram = new GramPlan(this);
        Updates = new UpdatePlan(this);
    }

    public Network Network { get; }

    /// <summary>Samples of the largest batch.</summary>
    public int Capacity { get; }

    public int Classes => Network.Classes;

    public int ElementBytes { get; }

    public DeviceTables Tables { get; }

    public GramPlan Gram { get; }

    public UpdatePlan Updates { get; }

    /// <summary>From the data set to the logits.</summary>
    public List<KernelLaunch> Forward { get; } = [];

    /// <summary>From the logits' cotangents to those of the first layer that owns parameters.</summary>
    public List<KernelLaunch> Backward { get; } = [];

    /// <summary>Bytes of a replica so far.</summary>
    public Int128 Bytes => _arena.Bytes;

    /// <summary>Where θ begins; the parameters lie in module order, weight before bias, as in a <see cref="ParameterSet"/>.</summary>
    public ulong Theta { get; set; }

    public static long Tiles(long count, int size) => (count + size - 1) / size;

    public ulong Reserve<T>(Int128 count)
        where T : unmanaged => _arena.Reserve(count, Unsafe.SizeOf<T>());

    /// <summary>Elements in the run's precision.</summary>
    public ulong Reserve(Int128 count) => _arena.Reserve(count, ElementBytes);

    /// <summary>[n, f]</summary>
    public ulong ReserveActivations(Int128 features) => Reserve(Capacity * features);

    /// <summary>[n, c, f], nothing pending.</summary>
    public CotangentView ReserveCotangents(int features) => new(Reserve((Int128)Capacity * Classes * features), (long)Classes * features, features);

    /// <summary>Address of parameter <paramref name="place"/> of θ.</summary>
    public ulong ThetaAt(long place) => Theta + (ulong)(place * ElementBytes);

    /// <summary>Name of the kernel's entry in the run's precision.</summary>
    public string Entry(string kernel) => kernel + _suffix;

    /// <summary>A thread for each feature of each sample.</summary>
    public void AddElementwise<T>(string kernel, int features, T arguments)
        where T : unmanaged => Forward.Add(KernelLaunch.Of(Entry(kernel), Tiles(features, ElementwiseThreads), Capacity, ElementwiseThreads, arguments));

    /// <summary>A thread for each feature of each sample; it goes through the classes.</summary>
    public void AddCotangentwise<T>(string kernel, int features, T arguments)
        where T : unmanaged => Backward.Add(KernelLaunch.Of(Entry(kernel), Tiles(features, ElementwiseThreads), Capacity, ElementwiseThreads, arguments));

    /// <summary>skip + y, where a block with a skip ends and its last layer has not added it.</summary>
    public DeviceTensor AddSkip(DeviceTensor y, DeviceTensor? skip)
    {
        if (skip is null)
        {
            return y;
        }

        ulong sum = ReserveActivations(y.Features);
        AddElementwise("residual_add", y.Features, new ResidualAddArguments { A = skip.Address, B = y.Address, Sum = sum, Features = y.Features });
        return new DeviceTensor(sum, y.Features, null);
    }

    /// <summary>Cotangents before elementwise layers from those behind them. The derivative stays pending: whoever reads them multiplies it in.</summary>
    public CotangentView Through(CotangentView output, ActivationDerivative? derivative)
    {
        if (derivative is null || derivative.IsTaken)
        {
            return output;
        }

        CotangentView free = output.Mode == FactorMode.None ? output : Combine(output, null);
        return free with { Mode = derivative.Mode, Factor = derivative.Factor, IsIdentity = false };
    }

    /// <summary>The sum of both, nothing pending, in a buffer of its own.</summary>
    public CotangentView Combine(CotangentView view, CotangentView? add)
    {
        CotangentView other = add ?? CotangentView.None(view.Features), sum = ReserveCotangents(view.Features);
        AddCotangentwise("combine_cotangents", view.Features, new CombineArguments
        {
            From = view.ToArguments(),
            Add = other.ToArguments(),
            To = sum.D,
            Classes = Classes,
            SharedFrom = view.TableFlag,
            SharedAdd = other.TableFlag,
        });
        return sum;
    }

    /// <summary><c>Kernels/residual_add.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResidualAddArguments
    {
        public Replicas Replicas;
        public ulong A, B, Sum;
        public int Features, Reserved;
    }

    /// <summary><c>Kernels/combine_cotangents.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CombineArguments
    {
        public Replicas Replicas;
        public Cotangents From, Add;
        public ulong To;
        public int Classes, SharedFrom, SharedAdd, Reserved;
    }
}
