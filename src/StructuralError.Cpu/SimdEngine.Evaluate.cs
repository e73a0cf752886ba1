using StructuralError.Core.Data;
using StructuralError.Core.Engines;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    private const int EvaluationChunk = 64;

    private Dataset? _evaluated;
    private double[] _evaluatedLoss = [];
    private bool[] _evaluatedCorrect = [];

    public Evaluation Evaluate(Dataset data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(data, _network);
        EngineArguments.CheckLabels(data, _network);
        _evaluated = data;
        if (_evaluatedLoss.Length < data.Count)
        {
            (_evaluatedLoss, _evaluatedCorrect) = (new double[data.Count], new bool[data.Count]);
        }

        _pool.Run((data.Count + EvaluationChunk - 1) / EvaluationChunk, _evaluatePhase);
        double loss = 0;
        int correct = 0;
        for (int n = 0; n < data.Count; n++)
        {
            loss += _evaluatedLoss[n];
            correct += _evaluatedCorrect[n] ? 1 : 0;
        }

        _evaluated = null;
        return new Evaluation(loss / data.Count, (double)correct / data.Count, data.Count);
    }

    private void EvaluateChunk(int workerIndex, int chunk)
    {
        Worker worker = _workers[workerIndex];
        int end = Math.Min(_evaluated!.Count, (chunk + 1) * EvaluationChunk);
        for (int n = chunk * EvaluationChunk; n < end; n++)
        {
            (_evaluatedLoss[n], _evaluatedCorrect[n]) = worker.Predict(_evaluated, n);
        }
    }
}
