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
/// <param name="outputCotangents">Memory of the cotangents at the logits.</param>
internal sealed unsafe class SamplePass<T, TVector, TWide, TSimd>(
    Network network, ILoss loss, LayerRule<T>[] rules, SampleTensor<T> input, SampleTensor<T> output, T* outputCotangents, EngineMemory memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly bool _endsInLinear = network.OutputLayer is not null;
    private readonly float[] _pixels = new float[network.Input.Count];
    private readonly double[] _logits = new double[network.Classes];
    private readonly double[] _error = new double[network.Classes];
    private double _fittingError;
    private Dataset? _data;
    private int _index;

    public Sample<T> Sample { get; } = new()
    {
        LossCotangent = memory.Allocate<T>(TensorLayout.Pad(network.Classes, TSimd.Count)),
        UnitSteps = memory.Terms(network.Classes, 1, 1),
        Partial = memory.Allocate<double>(StructureSums<T, TVector, TWide, TSimd>.Count(network.Classes)),
        LayerPartial = memory.Allocate<double>(StructureSums<T, TVector, TWide, TSimd>.Count(network.Classes)),
    };

    public LayerRule<T>[] Rules => rules;

    /// <summary>The backward pass ends with this rule.</summary>
    public int FirstParameterRule { get; } = Array.FindIndex(rules, rule => rule.OwnsParameters);

    /// <summary>The rule whose forward pass runs ahead of the others'; null where the first layer is no linear one.</summary>
    public InputLinearRule<T, TVector, TWide, TSimd>? InputRule => Rules[0] as InputLinearRule<T, TVector, TWide, TSimd>;

    /// <summary>Everything that one sample contributes, but the eigenvalues.</summary>
    /// <param name="n">Its place in the batch.</param>
    /// <param name="index">Its place in the data.</param>
    public void Run(int n, int index, StepAtHand step)
    {
        Begin(n, index, step);
        RunForward();
        if (EndForward(step))
        {
            Backward(Sample.Structure);
            EndBackward(step);
        }
    }

    /// <summary>What comes before the first rule's forward pass.</summary>
    /// <inheritdoc cref="Run" path="/param"/>
    public void Begin(int n, int index, StepAtHand step)
    {
        int classes = network.Classes;
        (Sample.Position, Sample.Group, Sample.DropoutStep) = (n, n / step.GroupSize, step.Training ? step.Batch.Step : -1);
        (Sample.Structure, Sample.Gradient, Sample.Floor) = (step.Into.Level >= MeasurementLevel.Structure, step.Training, 0);
        (_data, _index) = (step.Batch.Data, index);
        Sample.A = step.Remainder + ((nint)n * classes * classes);
        if (InputRule is null)
        {
            FillInput(_data, index);
        }
    }

    /// <summary>What comes after the last rule's forward pass. Returns whether there is anything to pass back.</summary>
    public bool EndForward(StepAtHand step)
    {
        int classes = network.Classes, n = Sample.Position;
        (step.Into.Loss[n], step.Into.Correct[n]) = Judge(Target.Of(_data!, _index));
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
    public void EndBackward(StepAtHand step)
    {
        int classes = network.Classes, n = Sample.Position;
        Measurements into = step.Into;
        if (Sample.Structure)
        {
            StructureSums<T, TVector, TWide, TSimd>.Reduce(Sample.Partial, classes, Sample.A);
            _logits.CopyTo(into.Logits.AsSpan(n * classes));
            step.Floor[n] = Sample.Floor;
            into.FittingError[n] = _fittingError;
            into.GradientNorm[n] = (Sample.Floor * _fittingError) + QuadraticForm(Sample.A);
            if (_fittingError < Measurements.SmallFittingError)
            {
                MeasureLogarithms(n, into);
            }
        }

        if (into.Level >= MeasurementLevel.Layers)
        {
            int length = network.ParameterLayers.Length * classes * classes;
            RunParts(into.LayerA.AsSpan(n * length, length));
        }
    }

    /// <summary>ln E_f and ln ‖∇loss‖² from e without its size: both numbers themselves underflow. Overwrites the error.</summary>
    private void MeasureLogarithms(int n, Measurements into)
    {
        double logScale = 2 * loss.EvaluateScaled(_logits, Target.Of(_data!, _index), _error, out double squaredNorm);
        double gradientNorm = (Sample.Floor * squaredNorm) + QuadraticForm(Sample.A);
        into.SmallLogFittingError[n] = logScale + Math.Log(squaredNorm);
        into.SmallLogGradientNorm[n] = logScale + Math.Log(Math.Max(0, gradientNorm));
    }

    /// <summary>
    /// A⁽ˡ⁾ of every layer, in a backward pass of its own: summed apart they would give A other last bits, and what is measured must not depend on
    /// whether the parts are wanted too.
    /// </summary>
    private void RunParts(Span<double> layerA)
    {
        layerA.Clear();
        Sample.Gradient = false;
        fixed (double* to = layerA)
        {
            Sample.LayerA = to;
            Backward(structure: true);
            Sample.LayerA = null;
        }
    }

    /// <summary>Takes samples of the batch, <paramref name="first"/> … <paramref name="end"/> − 1, through the linear layer that reads the input.</summary>
    public void RunInput(Dataset data, ReadOnlySpan<int> indices, int first, int end)
    {
        InputLinearRule<T, TVector, TWide, TSimd> rule = InputRule!;
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
        FillInput(data, index);
        RunForward();
        return Judge(Target.Of(data, index));
    }

    /// <summary>What one layer keeps of a sample for the kernel, and the sample's loss; without dropout.</summary>
    /// <param name="into">Takes what follows from the logits.</param>
    public void KeepFactors(Dataset data, int index, LayerFactors<T> factors, KernelMeasurements into)
    {
        int n = factors.Position, classes = network.Classes;
        Sample.Structure = false;
        (into.Labels[n], into.Loss[n]) = (Target.Of(data, index).Label, Predict(data, index).Loss);
        into.FittingError[n] = _fittingError;
        _logits.CopyTo(into.Logits.AsSpan(n * classes));
        _error.CopyTo(into.Error.AsSpan(n * classes));
        Sample.Factors = factors;
        Backward(structure: true);
        Sample.Factors = null;
    }

    private void RunForward()
    {
        foreach (LayerRule<T> rule in Rules)
        {
            rule.Forward(Sample);
        }
    }

    /// <summary>What the loss makes of the logits; leaves the error and the fitting error too.</summary>
    private (double Loss, bool Correct) Judge(in Target target)
    {
        for (int c = 0; c < _logits.Length; c++)
        {
            _logits[c] = double.CreateTruncating(output.Origin[output.Layout.OffsetOfFeature(c)]);
        }

        return (loss.Evaluate(_logits, in target, _error, out _fittingError), LargestLogit.IsAt(target.Label, _logits));
    }

    private void FillInput(Dataset data, int index)
    {
        unchecked
        {
            data.CopySample(index, _pixels);
            TensorShape shape = input.Layout.Shape;
            int stride = input.Layout.ChannelStride, pixel = 0;
            if (shape.IsVector || stride == 1)
            {
                // A vector is one row, its channels side by side.
                int length = shape.IsVector ? shape.Channels : shape.Width;
                for (int y = 0; y < shape.Height; y++)
                {
                    TensorPrimitives.ConvertTruncating<float, T>(_pixels.AsSpan(y * length, length), new Span<T>(input.Row(y), length));
                }

                return;
            }

            for (int channel = 0; channel < shape.Channels; channel++)
            {
                for (int y = 0; y < shape.Height; y++)
                {
                    T* to = input.Row(y) + channel;
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
        int classes = network.Classes;
        TensorLayout layout = output.Layout;
        var cotangents = new Cotangents<T>(outputCotangents, structure ? classes : 1, layout) { IsIdentity = structure && _endsInLinear };
        if (!cotangents.IsIdentity)
        {
            new Span<T>(outputCotangents, output.Layout.DenseLength * classes).Clear();
            for (int c = 0; c < classes; c++)
            {
                int offset = layout.OffsetOfFeature(c), cell = offset / layout.ChannelStride, channel = offset % layout.ChannelStride;
                T* row = outputCotangents + (cell * cotangents.CellPitch) + channel;
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
