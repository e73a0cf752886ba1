using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>
/// What the device knows of a block of steps; <c>Kernels/step.h</c>. The order of the block's samples follows it. The last fields are the device's own.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StepControl
{
    public double Rate;
    public double Momentum;
    public double Decay;
    public long FirstStep;
    public long Seed;
    public ulong Pixels;
    public ulong Labels;
    public ulong Targets;
    public int Steps;
    public int Batch;
    public int Samples;
    public int Dropout;
    public int BytePixels;
    public int FirstRow;
    public int Counter;
    public int Index;
    public int First;
    public int Count;
    public long Step;
    public int MeasuredIndex;
    public int MeasuredCount;
    public long Reserved;
}
