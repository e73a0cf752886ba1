using System.Numerics;
using System.Numerics.Tensors;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Steps;

/// <summary>One thread's rules and buffers. Takes one sample at a time through the whole network, so that its data stay in cache.</summary>
internal sealed unsafe class Worker<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly Network _network;
    private readonly ILoss _loss;
    private readonly SampleTensor<T> _input;
    private readonly SampleTensor<T> _output;
    private readonly int _firstParameterRule;
    private readonly bool _endsInLinear;
    private readonly JacobiEigenvalues<T, TVector, TWide, TSimd> _jacobi;
    private readonly Sample<T> _sample = new();
    private readonly float[] _pixels;
    private readonly double[] _logits;
    private readonly double[] _error;
    private readonly double* _jacobiWork;
    private readonly T* _outputCotangents;
    private readonly int _outputCotangentLength;
    private readonly int _partialCount;

    public Worker(
        Network network,
        ILoss loss,
        LayerRule<T>[] rules,
        SampleTensor<T> input,
        SampleTensor<T> output,
        T* outputCotangents,
        UpdateScratch<T> scratch,
        EngineMemory memory)
    {
        (_network, _loss, Rules, _input, _output, Scratch) = (network, loss, rules, input, output, scratch);
        int classes = network.Classes;
        _firstParameterRule = Array.FindIndex(rules, rule => rule.OwnsParameters);
        _endsInLinear = network.OutputLayer is not null;
        _jacobi = new JacobiEigenvalues<T, TVector, TWide, TSimd>(classes);
        _jacobiWork = memory.Allocate<double>(_jacobi.WorkCount);
        _pixels = new float[network.Input.Count];
        _logits = new double[classes];
        _error = new double[classes];
        _outputCotangentLength = output.Layout.DenseLength * classes;
        _outputCotangents = outputCotangents;
        _sample.LossCotangent = memory.Allocate<T>(TensorLayout.Pad(classes, TSimd.Count));
        _sample.UnitSteps = memory.Terms(classes, 1, 1);
        _partialCount = Gram<T, TVector, TWide, TSimd>.PartialCount(classes);
        _sample.Partial = memory.Allocate<double>(_partialCount);
        _sample.LayerPartial = memory.Allocate<double>(_partialCount);
    }

    public LayerRule<T>[] Rules { get; }

    /// <summary>The rule whose forward pass runs ahead of the others'; null where the first layer is no linear one.</summary>
    public InputLinearRule<T, TVector, TWide, TSimd>? InputRule => Rules[0] as InputLinearRule<T, TVector, TWide, TSimd>;

    public UpdateScratch<T> Scratch { get; }

    /// <summary>Everything that one sample contributes, but the eigenvalues.</summary>
    public void Run(int n, int group, Dataset data, int index, long dropoutStep, bool gradient, MeasurementLevel level, BatchResults results)
    {
        int classes = _network.Classes, label = data.Labels[index];
        bool structure = level >= MeasurementLevel.Structure;
        (_sample.Position, _sample.Group, _sample.DropoutStep) = (n, group, dropoutStep);
        (_sample.Structure, _sample.Gradient, _sample.Floor) = (structure, gradient, 0);
        _sample.A = results.Remainder + ((nint)n * classes * classes);
        Forward(data, index);
        results.Loss[n] = _loss.Evaluate(_logits, label, _error, out double fittingError);
        results.Correct[n] = _loss.IsCorrect(_logits, label);
        if (!structure && !gradient)
        {
            return;
        }

        new Span<double>(_sample.A, classes * classes).Clear();
        for (int c = 0; c < classes; c++)
        {
            _sample.LossCotangent[c] = T.CreateTruncating(-_error[c]);
        }

        new Span<double>(_sample.Partial, _partialCount).Clear();
        Backward(structure);
        if (structure)
        {
            Gram<T, TVector, TWide, TSimd>.Reduce(_sample.Partial, classes, _sample.A);
            _logits.CopyTo(new Span<double>(results.Logits + ((nint)n * classes), classes));
            results.FittingError[n] = fittingError;
            results.Floor[n] = _sample.Floor;
            results.GradientNorm[n] = (_sample.Floor * fittingError) + QuadraticForm(_sample.A);
            if (fittingError < Measurements.SmallFittingError)
            {
                MeasureLogarithms(n, label, results);
            }
        }

        if (level >= MeasurementLevel.Layers)
        {
            RunParts(results.LayerAOf(n));
        }
    }

    /// <summary>ln E_f and ln ‖∇loss‖² from e without its size: both numbers themselves underflow. Overwrites the error.</summary>
    private void MeasureLogarithms(int n, int label, BatchResults results)
    {
        double logScale = 2 * _loss.EvaluateScaled(_logits, label, _error, out double squaredNorm);
        double gradientNorm = (_sample.Floor * squaredNorm) + QuadraticForm(_sample.A);
        results.SmallLogFittingError[n] = logScale + Math.Log(squaredNorm);
        results.SmallLogGradientNorm[n] = logScale + Math.Log(Math.Max(0, gradientNorm));
    }

    /// <summary>
    /// A⁽ˡ⁾ of every layer, in a backward pass of its own: summed apart they would give A other last bits, and what is measured must not depend on
    /// whether the parts are wanted too.
    /// </summary>
    private void RunParts(double* layerA)
    {
        new Span<double>(layerA, _network.ParameterLayers.Length * _network.Classes * _network.Classes).Clear();
        _sample.LayerA = layerA;
        _sample.Gradient = false;
        Backward(structure: true);
        _sample.LayerA = null;
    }

    /// <summary>Takes samples of the batch, <paramref name="first"/> … <paramref name="end"/> − 1, through the linear layer that reads the input.</summary>
    public void RunInput(InputLinearRule<T, TVector, TWide, TSimd> rule, Dataset data, ReadOnlySpan<int> indices, int first, int end)
    {
        for (int n = first; n < end; n++)
        {
            if (n + 1 < end)
            {
                data.Prefetch(indices[n + 1]);
            }

            T* x = rule.InputOf(n);
            if (typeof(T) == typeof(float))
            {
                data.CopySample(indices[n], new Span<float>(x, _pixels.Length));
                continue;
            }

            data.CopySample(indices[n], _pixels);
            TensorPrimitives.ConvertTruncating<float, T>(_pixels, new Span<T>(x, _pixels.Length));
        }

        rule.ForwardAhead(first, end);
    }

    /// <summary>Loss and correctness of one sample, without dropout.</summary>
    public (double Loss, bool Correct) Predict(Dataset data, int index)
    {
        (_sample.Position, _sample.DropoutStep, _sample.Gradient) = (-1, -1, false);
        Forward(data, index);
        int label = data.Labels[index];
        return (_loss.Evaluate(_logits, label, _error, out _), _loss.IsCorrect(_logits, label));
    }

    /// <summary>Eigenvalues of A for a few samples; with <paramref name="complete"/> the floor is added to the matrices afterwards.</summary>
    public void Solve(BatchResults results, int first, int count, bool complete)
    {
        int classes = _network.Classes;
        double* matrices = results.Remainder + ((nint)first * classes * classes);
        double* eigenvalues = results.Eigenvalues + ((nint)first * classes);
        _jacobi.Solve(matrices, results.Floor + first, count, eigenvalues, _jacobiWork);
        for (int n = 0; n < count; n++)
        {
            // R is positive semidefinite: an eigenvalue of it that is negative within rounding of the largest is 0. Without a floor one that is positive within
            // rounding is 0 too: what the solver leaves there is no eigenvalue, and its logarithm would be noise.
            double floor = results.Floor[first + n], rounding = 1e-12 * eigenvalues[(n * classes) + classes - 1];
            double end = floor > 0 ? floor : Math.BitIncrement(rounding);
            for (int c = 0; c < classes && eigenvalues[(n * classes) + c] < end; c++)
            {
                if (floor - eigenvalues[(n * classes) + c] <= rounding)
                {
                    eigenvalues[(n * classes) + c] = floor;
                }
            }
        }

        for (int n = 0; complete && n < count; n++)
        {
            for (int c = 0; c < classes; c++)
            {
                matrices[(((n * classes) + c) * classes) + c] += results.Floor[first + n];
            }
        }
    }

    private void Forward(Dataset data, int index)
    {
        if (InputRule is null || _sample.Position < 0)
        {
            data.CopySample(index, _pixels);
            FillInput();
        }

        foreach (LayerRule<T> rule in Rules)
        {
            rule.Forward(_sample);
        }

        for (int c = 0; c < _logits.Length; c++)
        {
            _logits[c] = double.CreateTruncating(_output.Origin[_output.Layout.OffsetOfFeature(c)]);
        }
    }

    private void FillInput()
    {
        unchecked
        {
            TensorShape shape = _input.Layout.Shape;
            int stride = _input.Layout.ChannelStride, pixel = 0;
            if (shape.IsVector)
            {
                TensorPrimitives.ConvertTruncating<float, T>(_pixels, new Span<T>(_input.Origin, _pixels.Length));
                return;
            }

            if (stride == 1)
            {
                for (int y = 0; y < shape.Height; y++)
                {
                    TensorPrimitives.ConvertTruncating<float, T>(_pixels.AsSpan(y * shape.Width, shape.Width), new Span<T>(_input.Row(y), shape.Width));
                }

                return;
            }

            for (int channel = 0; channel < shape.Channels; channel++)
            {
                for (int y = 0; y < shape.Height; y++)
                {
                    T* to = _input.Row(y) + channel;
                    for (int x = 0; x < shape.Width; x++, to += stride)
                    {
                        *to = T.CreateTruncating(_pixels[pixel++]);
                    }
                }
            }
        }
    }

    private void Backward(bool structure)
    {
        int classes = _network.Classes;
        TensorLayout layout = _output.Layout;
        var cotangents = new Cotangents<T>(_outputCotangents, structure ? classes : 1, layout) { IsIdentity = structure && _endsInLinear };
        if (!cotangents.IsIdentity)
        {
            new Span<T>(_outputCotangents, _outputCotangentLength).Clear();
            for (int c = 0; c < classes; c++)
            {
                int offset = layout.OffsetOfFeature(c), cell = offset / layout.ChannelStride, channel = offset % layout.ChannelStride;
                T* row = _outputCotangents + (cell * cotangents.CellPitch) + channel;
                row[structure ? c * cotangents.Stride : 0] = structure ? T.One : _sample.LossCotangent[c];
            }
        }

        for (int rule = Rules.Length - 1; rule >= _firstParameterRule; rule--)
        {
            cotangents = Rules[rule].Backward(_sample, in cotangents);
        }
    }

    /// <summary>eᵀ R e.</summary>
    private double QuadraticForm(double* matrix)
    {
        double sum = 0;
        for (int i = 0; i < _error.Length; i++)
        {
            double row = 0;
            for (int j = 0; j < _error.Length; j++)
            {
                row += matrix[(i * _error.Length) + j] * _error[j];
            }

            sum += _error[i] * row;
        }

        return sum;
    }
}
