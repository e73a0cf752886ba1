using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Planning;

/// <summary>The C cotangents of every sample between two layers: D[n, c, f] = d[n · SampleStride + c · Features + f] · factor[n, f].</summary>
/// <param name="D">Of replica 0; 0 for no view.</param>
/// <param name="SampleStride">0 where all samples share d.</param>
internal readonly record struct CotangentView(ulong D, long SampleStride, int Features)
{
    public FactorMode Mode { get; init; }

    public ulong Factor { get; init; }

    /// <summary>Whether all replicas read the same d: a table.</summary>
    public bool IsTable { get; init; }

    /// <summary>Whether these are the cotangents of the logits, d = I.</summary>
    public bool IsIdentity { get; init; }

    public int TableFlag => IsTable ? 1 : 0;

    /// <summary>No cotangents, for a tensor of so many features.</summary>
    public static CotangentView None(int features) => new(0, 0, features);

    public Cotangents ToArguments() => new() { D = D, Factor = Factor, SampleStride = SampleStride, Mode = (int)Mode, Features = Features };
}

/// <summary>A view of cotangents as kernels take it; <c>Kernels/cotangents.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Cotangents
{
    public ulong D, Factor;
    public long SampleStride;
    public int Mode, Features;
}
