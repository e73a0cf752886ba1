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
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly LinearParameters<T, TVector, TWide, TSimd> _parameters = parameters;

    /// <summary>Where sample n of the batch has its pixels.</summary>
    public T* InputOf(int n) => _parameters.Inputs + ((long)n * _parameters.InputStride);

    /// <summary>y = W x + b of the batch's samples <paramref name="first"/> … <paramref name="end"/> − 1.</summary>
    public void ForwardAhead(int first, int end) =>
        Multiply(_parameters, InputOf(first), _parameters.Outputs + ((long)first * _parameters.OutputStride), end - first);

    // All samples of a panel are taken together already.
    public override long SharedBytes => 0;

    public override void ForwardTogether(Lane<T>[] lanes, int count)
    {
        for (int i = 0; i < count; i++)
        {
            lanes[i].Rule.Forward(lanes[i].Sample);
        }
    }

    public override void Forward(Sample<T> sample)
    {
        // A sample that is only evaluated belongs to no batch.
        if (sample.Position < 0)
        {
            Multiply(_parameters, Input.Origin, Output.Origin, 1);
            return;
        }

        NoteSquaredNorm(InputOf(sample.Position));
        int length = _parameters.OutputStride;
        new Span<T>(_parameters.Outputs + ((long)sample.Position * length), length).CopyTo(new Span<T>(Output.Origin, length));
    }
}
