using System.Runtime.InteropServices;
using StructuralError.Core.Losses;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Planning;

/// <summary>
/// The kernel of a loss: <c>Kernels/NAME_loss.cu</c>, called after the loss. All take the same arguments, so that nothing else here knows one loss from
/// another.
/// </summary>
internal static class LossKernel
{
    private const int Threads = 32;

    /// <param name="error">e = q − p, [n, c], and behind it, at the capacity, e without its size.</param>
    /// <exception cref="CudaException">There is no kernel for this loss.</exception>
    public static KernelLaunch Of(PlanBuilder plan, ILoss loss, DeviceTensor logits, ulong error, ulong results)
    {
        (string name, double parameter) = loss.Kernel;
        string entry = plan.Entry($"{name.Replace('-', '_')}_loss");
        return KernelSignature.Read(KernelImage.Text, entry) is null
            ? throw new CudaException($"The CUDA engine has no kernel for the loss {loss.Name}; use --device cpu.")
            : KernelLaunch.Of(
                entry,
                plan.Capacity,
                1,
                Threads,
                new LossArguments
                {
                    Logits = logits.Address,
                    Error = error,
                    Results = results,
                    Parameter = parameter,
                    Classes = plan.Classes,
                    Capacity = plan.Capacity,
                });
    }

    /// <summary><c>Kernels/loss.h</c>: what the kernel of every loss takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LossArguments
    {
        public Replicas Replicas;
        public ulong Logits, Error, Results;
        public double Parameter;
        public int Classes, Capacity;
    }
}
