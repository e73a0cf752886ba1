using System.Numerics;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// The linear layer that reads the network's input. Its weights are the largest of a fully connected network and stay in no first-level cache,
/// so its forward pass runs ahead of the other layers', over many samples at a time.
/// </summary>
internal sealed unsafe class InputLinearRule<T, TVector, TWide, TSimd>(
    LinearLayer layer, LinearParameters<T, TVector, TWide, TSimd> parameters, bool isOutput, SampleTensor<T> input, SampleTensor<T> output)
    : LinearRule<T, TVector, TWide, TSimd>(layer, parameters, isOutput, input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    // All samples of a panel are taken together already.
    public override long SharedBytes => 0;

    /// <summary>Where sample n of the batch has its pixels.</summary>
    public T* InputOf(int n) => Parameters.InputsOf(n);

    /// <summary>y = W x + b of the batch's samples <paramref name="first"/> … <paramref name="end"/> − 1.</summary>
    public void ForwardAhead(int first, int end) => Multiply(Parameters, Parameters.InputsOf(first), Parameters.OutputsOf(first), end - first);

    public override void Forward(Sample<T> sample)
    {
        // A sample that is only evaluated belongs to no batch.
        if (sample.Position < 0)
        {
            Multiply(Parameters, Input.Origin, Output.Origin, 1);
            return;
        }

        NoteSquaredNorm(Parameters.InputsOf(sample.Position));
        TakeOutput(sample);
    }

    public override void ForwardTogether(ReadOnlySpan<Sample<T>> samples) => ForwardEach(samples);
}
