using System.Numerics;
using System.Runtime.CompilerServices;
using StructuralError.Core.Data;

namespace StructuralError.Tests.Data;

/// <summary>Softmax regression by SGD with momentum 0.9 and batches of 64: the yardstick for how hard a data set is.</summary>
internal sealed class LinearClassifier(int features, int classes)
{
    private const int BatchSize = 64;
    private const float Momentum = 0.9f;

    private readonly float[] _weights = new float[classes * features];
    private readonly float[] _velocity = new float[classes * features];
    private readonly float[] _biases = new float[classes];
    private readonly float[] _biasVelocity = new float[classes];

    public void Train(Dataset data, int epochs, float learningRate)
    {
        float[] batch = new float[BatchSize * features];
        float[] errors = new float[BatchSize * classes];
        for (int start = 0; start + BatchSize <= data.Count * epochs; start += BatchSize)
        {
            for (int n = 0; n < BatchSize; n++)
            {
                int index = (start + n) % data.Count;
                Span<float> x = batch.AsSpan(n * features, features);
                data.CopySample(index, x);
                Span<float> e = errors.AsSpan(n * classes, classes);
                Probabilities(x, e);
                e[data.Labels[index]] -= 1f;
            }

            Update(batch, errors, learningRate / BatchSize);
        }
    }

    public double Accuracy(Dataset data)
    {
        float[] x = new float[features];
        float[] p = new float[classes];
        int correct = 0;
        for (int n = 0; n < data.Count; n++)
        {
            data.CopySample(n, x);
            Probabilities(x, p);
            correct += Array.IndexOf(p, p.Max()) == data.Labels[n] ? 1 : 0;
        }

        return (double)correct / data.Count;
    }

    private void Probabilities(ReadOnlySpan<float> x, Span<float> p)
    {
        float largest = float.NegativeInfinity;
        for (int c = 0; c < classes; c++)
        {
            p[c] = _biases[c] + Dot(_weights.AsSpan(c * features, features), x);
            largest = Math.Max(largest, p[c]);
        }

        float sum = 0f;
        for (int c = 0; c < classes; c++)
        {
            p[c] = MathF.Exp(p[c] - largest);
            sum += p[c];
        }

        for (int c = 0; c < classes; c++)
        {
            p[c] /= sum;
        }
    }

    private void Update(float[] batch, float[] errors, float rate)
    {
        for (int c = 0; c < classes; c++)
        {
            Span<float> velocity = _velocity.AsSpan(c * features, features);
            Scale(velocity, Momentum);
            _biasVelocity[c] *= Momentum;
            for (int n = 0; n < BatchSize; n++)
            {
                float error = errors[(n * classes) + c];
                _biasVelocity[c] += error;
                AddScaled(velocity, batch.AsSpan(n * features, features), error);
            }

            AddScaled(_weights.AsSpan(c * features, features), velocity, -rate);
            _biases[c] -= rate * _biasVelocity[c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        float total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<float> a, float factor)
    {
        for (int i = 0; i < a.Length; i++)
        {
            a[i] *= factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(Span<float> a, ReadOnlySpan<float> b, float factor)
    {
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(a[i..]) + (factor * new Vector<float>(b[i..]))).CopyTo(a[i..]);
        }

        for (; i < a.Length; i++)
        {
            a[i] += factor * b[i];
        }
    }
}
