using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Layers;

/// <summary>The parameters of one layer, shared by all workers. The update is cut into tasks that touch disjoint parameters.</summary>
/// <param name="length">Parameters, padding included.</param>
internal abstract unsafe class ParameterBlock<T>(long length, EngineMemory memory)
    where T : unmanaged, INumber<T>
{
    public T* Weights { get; } = memory.Allocate<T>(length);

    public abstract int UpdateTasks { get; }

    /// <summary>Elements of <see cref="UpdateScratch{T}.Gradient"/> that an update task needs.</summary>
    public abstract int GradientLength { get; }

    /// <summary>Parameters, momentum, copies, and what a batch leaves for the update.</summary>
    public long Bytes { get; set; }

    protected T* Momentum { get; } = memory.Allocate<T>(length);

    protected T* Compensation { get; } = memory.Allocate<T>(length);

    /// <summary>Called before a group's first sample, by the worker that runs the group.</summary>
    public virtual void BeginGroup(int group)
    {
    }

    /// <summary>Gradient over the batch in a fixed order, fused with the momentum update.</summary>
    public abstract void Update(int task, int samples, in SgdOptions sgd, UpdateScratch<T> scratch);

    public void Load(ParameterSet parameters)
    {
        Exchange(parameters, load: true);
        CopyWeights();
    }

    public void Save(ParameterSet parameters) => Exchange(parameters, load: false);

    /// <summary>Brings copies of the weights up to date.</summary>
    protected abstract void CopyWeights();

    /// <summary>Loads or saves every parameter of the layer.</summary>
    protected abstract void Exchange(ParameterSet parameters, bool load);

    /// <summary>Loads or saves one element of a parameter with its momentum and compensation.</summary>
    /// <param name="place">Where it lies here.</param>
    protected void Exchange(Parameter parameter, int index, long place, bool load)
    {
        Exchange(ref parameter.Values[index], ref Weights[place], load);
        Exchange(ref parameter.Momentum[index], ref Momentum[place], load);
        Exchange(ref parameter.Compensation[index], ref Compensation[place], load);
    }

    private static void Exchange(ref double value, ref T state, bool load)
    {
        if (load)
        {
            state = T.CreateTruncating(value);
        }
        else
        {
            value = double.CreateTruncating(state);
        }
    }
}
