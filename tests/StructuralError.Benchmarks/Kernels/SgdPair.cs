using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>v ← μ v + g / N + wd·θ, θ ← θ − lr·v. Each side has its own θ and v.</summary>
internal sealed unsafe class SgdPair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private const int Samples = 64;

    private static readonly SgdOptions Step = new(0.01, 0.9, 0);

    private readonly EngineMemory _memory = new();
    private readonly int _length;
    private readonly float* _gradient;
    private readonly float* _theta;
    private readonly float* _momentum;
    private readonly float* _compensation;
    private readonly float* _plainTheta;
    private readonly float* _plainMomentum;
    private readonly double* _squares;

    public SgdPair(int length)
    {
        _length = length;
        _squares = _memory.Allocate<double>(Sgd<float, TVector, TWide, TSimd>.SquaresCount);
        _gradient = Inputs.Values(_memory, Inputs.Random(), length);
        _theta = _memory.Allocate<float>(length);
        _momentum = _memory.Allocate<float>(length);
        _compensation = _memory.Allocate<float>(length);
        _plainTheta = _memory.Allocate<float>(length);
        _plainMomentum = _memory.Allocate<float>(length);
    }

    public void Fast() =>
        Sgd<float, TVector, TWide, TSimd>.Update(_theta, _momentum, _compensation, _gradient, _length, Samples, Step, _squares);

    public void Plain()
    {
        unchecked
        {
            float scale = (float)(1.0 / Samples), mu = (float)Step.Momentum, decay = (float)Step.WeightDecay, rate = (float)Step.LearningRate;
            for (int i = 0; i < _length; i++)
            {
                float v = (mu * _plainMomentum[i]) + ((scale * _gradient[i]) + (decay * _plainTheta[i]));
                _plainMomentum[i] = v;
                _plainTheta[i] -= rate * v;
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<float>(_theta, _length), new ReadOnlySpan<float>(_plainTheta, _length));

    public void Dispose() => _memory.Dispose();
}
