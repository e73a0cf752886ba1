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

/// <summary>Rules and buffers that take one sample at a time through the whole network, so that its data stay in cache.</summary>
internal sealed unsafe class SamplePass<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly Network _network;
    private readonly ILoss _loss;
    private readonly SampleTensor<T> _input;
    private readonly SampleTensor<T> _output;
    private readonly bool _endsInLinear;
    private readonly float[] _pixels;
    private readonly double[] _logits;
    private readonly double[] _error;
    private Dataset? _data;
    private int _index;
    private readonly T* _outputCotangents;
    private readonly int _outputCotangentLength;

    public SamplePass(
        Network network, ILoss loss, LayerRule<T>[] rules, SampleTensor<T> input, SampleTensor<T> output, T* outputCotangents, EngineMemory memory)
    {
        (_network, _loss, Rules, _input, _output) = (network, loss, rules, input, output);
        int classes = network.Classes;
        FirstParameterRule = Array.FindIndex(rules, rule => rule.OwnsParameters);
        _endsInLinear = network.OutputLayer is not null;
        _pixels = new float[network.Input.Count];
        _logits = new double[classes];
        _error = new double[classes];
        _outputCotangentLength = output.Layout.DenseLength * classes;
        _outputCotangents = outputCotangents;
        Sample.LossCotangent = memory.Allocate<T>(TensorLayout.Pad(classes, TSimd.Count));
        Sample.UnitSteps = memory.Terms(classes, 1, 1);
        int sums = StructureSums<T, TVector, TWide, TSimd>.Count(classes);
        Sample.Partial = memory.Allocate<double>(sums);
        Sample.LayerPartial = memory.Allocate<double>(sums);
    }

    public Sample<T> Sample { get; } = new();

    public LayerRule<T>[] Rules { get; }

    /// <summary>The backward pass ends with this rule.</summary>
    public int FirstParameterRule { get; }

    /// <summary>The rule whose forward pass runs ahead of the others'; null where the first layer is no linear one.</summary>
    public InputLinearRule<T, TVector, TWide, TSimd>? InputRule => Rules[0] as InputLinearRule<T, TVector, TWide, TSimd>;

    /// <summary>Everything that one sample contributes, but the eigenvalues.</summary>
    /// <param name="n">Its place in the batch.</param>
    /// <param name="index">Its place in the data.</param>
    public void Run(int n, int group, Dataset data, int index, long dropoutStep, bool gradient, MeasurementLevel level, BatchResults results)
    {
        Begin(n, group, data, index, dropoutStep, gradient, level, results);
        foreach (LayerRule<T> rule in Rules)
        {
            rule.Forward(Sample);
        }

        if (EndForward(results))
        {
            Backward(Sample.Structure);
            EndBackward(level, results);
        }
    }

    /// <summary>What comes before the first rule's forward pass.</summary>
    /// <inheritdoc cref="Run" path="/param"/>
    public void Begin(int n, int group, Dataset data, int index, long dropoutStep, bool gradient, MeasurementLevel level, BatchResults results)
    {
        int classes = _network.Classes;
        (Sample.Position, Sample.Group, Sample.DropoutStep) = (n, group, dropoutStep);
        (Sample.Structure, Sample.Gradient, Sample.Floor) = (level >= MeasurementLevel.Structure, gradient, 0);
        (_data, _index) = (data, index);
        Sample.A = results.Remainder + ((nint)n * classes * classes);
        BeginForward(data, index);
    }

    /// <summary>What comes after the last rule's forward pass. Returns whether there is anything to pass back.</summary>
    public bool EndForward(BatchResults results)
    {
        int classes = _network.Classes, n = Sample.Position;
        var target = Target.Of(_data!, _index);
        ReadLogits();
        results.Loss[n] = _loss.Evaluate(_logits, in target, _error, out double fittingError);
        results.Correct[n] = LargestLogit.IsAt(target.Label, _logits);
        results.FittingError[n] = fittingError;
        for (int c = 0; c < classes; c++)
        {
            Sample.LossCotangent[c] = T.CreateTruncating(-_error[c]);
        }

        if (Sample.Structure)
        {
            StructureSums<T, TVector, TWide, TSimd>.Clear(Sample.Partial, classes);
        }

        return Sample.Structure || Sample.Gradient;
    }

    /// <summary>What comes after the last rule's backward pass.</summary>
    public void EndBackward(MeasurementLevel level, BatchResults results)
    {
        int classes = _network.Classes, n = Sample.Position;
        if (Sample.Structure)
        {
            StructureSums<T, TVector, TWide, TSimd>.Reduce(Sample.Partial, classes, Sample.A);
            _logits.CopyTo(new Span<double>(results.Logits + ((nint)n * classes), classes));
            results.Floor[n] = Sample.Floor;
            results.GradientNorm[n] = (Sample.Floor * results.FittingError[n]) + QuadraticForm(Sample.A);
            if (results.FittingError[n] < Measurements.SmallFittingError)
            {
                MeasureLogarithms(n, results);
            }
        }

        if (level >= MeasurementLevel.Layers)
        {
            RunParts(results.LayerAOf(n));
        }
    }

    /// <summary>ln E_f and ln ‖∇loss‖² from e without its size: both numbers themselves underflow. Overwrites the error.</summary>
    private void MeasureLogarithms(int n, BatchResults results)
    {
        double logScale = 2 * _loss.EvaluateScaled(_logits, Target.Of(_data!, _index), _error, out double squaredNorm);
        double gradientNorm = (Sample.Floor * squaredNorm) + QuadraticForm(Sample.A);
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
        Sample.LayerA = layerA;
        Sample.Gradient = false;
        Backward(structure: true);
        Sample.LayerA = null;
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
        (Sample.Position, Sample.DropoutStep, Sample.Gradient) = (-1, -1, false);
        BeginForward(data, index);
        foreach (LayerRule<T> rule in Rules)
        {
            rule.Forward(Sample);
        }

        ReadLogits();
        var target = Target.Of(data, index);
        return (_loss.Evaluate(_logits, in target, _error, out _), LargestLogit.IsAt(target.Label, _logits));
    }

    /// <summary>What one layer keeps of a sample for the kernel, and the sample's loss; without dropout.</summary>
    /// <param name="into">Takes what follows from the logits.</param>
    public void KeepFactors(Dataset data, int index, LayerFactors<T> factors, KernelMeasurements into)
    {
        int n = factors.Position, classes = _network.Classes;
        var target = Target.Of(data, index);
        (Sample.Position, Sample.DropoutStep, Sample.Gradient, Sample.Structure) = (-1, -1, false, false);
        BeginForward(data, index);
        foreach (LayerRule<T> rule in Rules)
        {
            rule.Forward(Sample);
        }

        ReadLogits();
        (into.Labels[n], into.Loss[n]) = (target.Label, _loss.Evaluate(_logits, in target, _error, out into.FittingError[n]));
        _logits.CopyTo(into.Logits.AsSpan(n * classes));
        _error.CopyTo(into.Error.AsSpan(n * classes));
        Sample.Factors = factors;
        Backward(structure: true);
        Sample.Factors = null;
    }

    private void BeginForward(Dataset data, int index)
    {
        if (InputRule is null || Sample.Position < 0)
        {
            data.CopySample(index, _pixels);
            FillInput();
        }
    }

    private void ReadLogits()
    {
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
        Cotangents<T> cotangents = BeginBackward(structure);
        for (int rule = Rules.Length - 1; rule >= FirstParameterRule; rule--)
        {
            cotangents = Rules[rule].Backward(Sample, in cotangents);
        }
    }

    /// <summary>The cotangents at the logits.</summary>
    public Cotangents<T> BeginBackward(bool structure)
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
                row[structure ? c * cotangents.Stride : 0] = structure ? T.One : Sample.LossCotangent[c];
            }
        }

        return cotangents;
    }

    /// <summary>eᵀ R e.</summary>
    private double QuadraticForm(double* matrix)
    {
        double sum = 0;
        for (int i = 0; i < _error.Length; i++)
        {
            sum += _error[i] * Product(new ReadOnlySpan<double>(matrix + ((nint)i * _error.Length), _error.Length));
        }

        return sum;
    }

    private double Product(ReadOnlySpan<double> row)
    {
        if (row.Length > StructureSums<T, TVector, TWide, TSimd>.Few)
        {
            return TensorPrimitives.Dot(row, _error);
        }

        double sum = 0;
        for (int j = 0; j < row.Length; j++)
        {
            sum += row[j] * _error[j];
        }

        return sum;
    }
}
