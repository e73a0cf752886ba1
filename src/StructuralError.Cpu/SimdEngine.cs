using System.Collections.Immutable;
using System.Numerics;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;
using StructuralError.Cpu.Steps;
using StructuralError.Cpu.Threads;

namespace StructuralError.Cpu;

/// <summary>
/// The CPU engine for one element type and instruction set. A step has two phases, each cut into tasks that do not depend on who runs them:
/// first the samples, group by group, through forward pass, cotangents and Gram parts; then eigenvalues and parameters. Ahead of them, a linear layer that
/// reads the input takes all samples, so that its weights are read once for many.
/// </summary>
internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd> : IEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    // Samples that the input layer takes together: their outputs stay in the first-level cache beside a stretch of its weights.
    private const int MaxPanel = 32;

    private const int EvaluationChunk = 64;

    private readonly Network _network;
    private readonly EngineOptions _options;
    private readonly EngineMemory _memory = new();
    private readonly WorkerPool _pool;
    private readonly Worker<T, TVector, TWide, TSimd>[] _workers;
    private readonly ImmutableArray<ParameterBlock<T>> _parameters;
    private readonly (ParameterBlock<T> Block, int Task)[] _updates;
    private readonly (double Gradient, double Parameters)[] _squares;
    private readonly StepAtHand _step;
    private readonly bool _runsAhead;
    private readonly Action<int, int> _inputPhase;
    private readonly Action<int, int> _samplePhase;
    private readonly Action<int, int> _secondPhase;
    private readonly Action<int, int> _evaluatePhase;
    private bool _disposed;

    // How the step at hand is cut into tasks.
    private int _panelSize;
    private int _groupsPerTask;
    private int _eigenTasks;

    // Triggered where nobody needs the results any more; of steps, those alone that warm the engine up.
    private CancellationToken _abandoned;

    private Dataset? _evaluated;
    private double[] _evaluatedLoss = [];
    private bool[] _evaluatedCorrect = [];

    public SimdEngine(Network network, EngineOptions options)
    {
        _network = network;
        _options = options;
        _step = new StepAtHand(options.BatchCapacity, network.Classes, _memory);
        var planner = new Planner<T, TVector, TWide, TSimd>(network, options.BatchCapacity, options.Seed, _memory);
        _workers = [.. Enumerable.Range(0, options.Threads).Select(_ => planner.CreateWorker(options.Loss, isAlone: options.Threads == 1))];
        _parameters = planner.Parameters;
        _runsAhead = _workers[0].Pass.InputRule is not null;
        _updates = [.. _parameters.SelectMany(block => Enumerable.Range(0, block.UpdateTasks).Select(task => (block, task)))];
        _squares = new (double, double)[_updates.Length];
        Plan = [.. _workers[0].Pass.Rules.Select(rule => rule.Describe()).OfType<LayerPlan>()];
        (_inputPhase, _samplePhase, _secondPhase, _evaluatePhase) = (RunPanel, RunGroups, RunSecond, EvaluateChunk);
        _pool = new WorkerPool(options.Threads);
        try
        {
            Compile();
        }
        catch (OperationCanceledException)
        {
            Dispose();
            throw;
        }
    }

    public EngineInfo Info => new("cpu", typeof(T) == typeof(float) ? Precision.F32 : Precision.F64, TSimd.Name, _options.Threads);

    public IReadOnlyList<LayerPlan> Plan { get; }

    public void Load(ParameterSet parameters)
    {
        Check(parameters);
        foreach (ParameterBlock<T> block in _parameters)
        {
            block.Load(parameters);
        }
    }

    public void Save(ParameterSet parameters)
    {
        Check(parameters);
        foreach (ParameterBlock<T> block in _parameters)
        {
            block.Save(parameters);
        }
    }

    public void Measure(in Batch batch, Measurements into) => Run(batch, into, training: false, default);

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into) => Run(batch, into, training: true, sgd);

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(data, _network);
        EngineArguments.CheckLabels(data, _network);
        _evaluated = data;
        if (_evaluatedLoss.Length < data.Count)
        {
            (_evaluatedLoss, _evaluatedCorrect) = (new double[data.Count], new bool[data.Count]);
        }

        _abandoned = cancellation;
        _pool.Run(Shares(data.Count, EvaluationChunk), _evaluatePhase);
        _abandoned = default;
        cancellation.ThrowIfCancellationRequested();
        double loss = 0;
        foreach (double one in _evaluatedLoss.AsSpan(0, data.Count))
        {
            loss += one;
        }

        int correct = _evaluatedCorrect.AsSpan(0, data.Count).Count(true);

        _evaluated = null;
        return new Evaluation(loss / data.Count, (double)correct / data.Count, data.Count);
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _pool.Dispose();
            _memory.Dispose();
        }
    }

    /// <summary>
    /// Takes a few steps on made-up samples, so that what a step calls is compiled before the first one: otherwise compilation, which takes as long
    /// as hundreds of steps of a small network, would be part of a run's pace. Leaves the parameters zero.
    /// </summary>
    private void Compile()
    {
        const int Steps = 2, Samples = 16;
        int count = Math.Min(Samples, _options.BatchCapacity);
        float[] pixels = new float[checked(count * _network.Input.Count)];
        for (int i = 0; i < pixels.Length; i += 2)
        {
            pixels[i] = 1;
        }

        var batch = new Batch(new Dataset("made up", _network.Input, pixels, new byte[count]), Enumerable.Range(0, count).ToArray(), 0);
        _abandoned = _options.Cancellation;
        foreach (MeasurementLevel level in (MeasurementLevel[])[MeasurementLevel.Loss, MeasurementLevel.Structure])
        {
            var measurements = new Measurements(count, _network.Classes, level) { AllEigenvalues = false };
            for (int step = 0; step < Steps; step++)
            {
                Step(batch, default, measurements);
                _abandoned.ThrowIfCancellationRequested();
            }
        }

        _abandoned = default;
        Load(new ParameterSet(_network));
    }

    private void Run(in Batch batch, Measurements into, bool training, in SgdOptions sgd)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(batch, into, _network, _options.BatchCapacity);
        (_step.Batch, _step.Into, _step.Training, _step.Sgd) = (batch, into, training, sgd);
        _step.GroupSize = Shares(batch.Count, BatchDivision.MostGroups);
        if (_runsAhead)
        {
            _panelSize = Math.Min(MaxPanel, Shares(batch.Count, _options.Threads));
            _pool.Run(Shares(batch.Count, _panelSize), _inputPhase);
        }

        _groupsPerTask = Math.Max(1, Math.Min(_workers[0].Lanes, Shares(batch.Count, _options.Threads)) / _step.GroupSize);
        int sampleTasks = Shares(_step.Groups, _groupsPerTask);
        // Own samples only where the phase before has left something of them in the worker's cache.
        _pool.Run(sampleTasks, _samplePhase, common: _runsAhead ? 0 : sampleTasks);
        _eigenTasks = into.Level >= MeasurementLevel.Structure ? Shares(batch.Count, _workers[0].SolvedTogether) : 0;
        _pool.Run(_eigenTasks + (training ? _updates.Length : 0), _secondPhase, common: _eigenTasks);
        into.Count = batch.Count;
        (into.BatchGradientNorm, into.ParameterNorm) = (null, null);
        if (training)
        {
            SetNorms(into);
        }

        (_step.Batch, _step.Into) = (default, null!);
    }

    /// <summary><paramref name="count"/> / <paramref name="share"/>, rounded up.</summary>
    private static int Shares(int count, int share) => (count + share - 1) / share;

    /// <summary>‖∇R_n‖² and ‖θ‖², summed in the order of the update tasks.</summary>
    private void SetNorms(Measurements into)
    {
        double gradient = 0, parameters = 0;
        foreach ((double ofGradient, double ofParameters) in _squares)
        {
            gradient += ofGradient;
            parameters += ofParameters;
        }

        (into.BatchGradientNorm, into.ParameterNorm) = (gradient / ((double)into.Count * into.Count), parameters);
    }

    private void RunPanel(int workerIndex, int panel)
    {
        int first = panel * _panelSize;
        _workers[workerIndex].Pass.RunInput(_step.Batch.Data, _step.Batch.Indices.Span, first, Math.Min(_step.Batch.Count, first + _panelSize));
    }

    /// <summary>One group, or as many as go through the layers together.</summary>
    private void RunGroups(int workerIndex, int task)
    {
        Worker<T, TVector, TWide, TSimd> worker = _workers[workerIndex];
        int samples = _groupsPerTask * _step.GroupSize, first = task * samples, end = Math.Min(_step.Batch.Count, first + samples);
        for (int group = task * _groupsPerTask; _step.Training && group * _step.GroupSize < end; group++)
        {
            foreach (ParameterBlock<T> block in _parameters)
            {
                block.BeginGroup(group);
            }
        }

        ReadOnlySpan<int> indices = _step.Batch.Indices.Span;
        for (int n = first; n < end && !_abandoned.IsCancellationRequested; n += worker.Lanes)
        {
            if (worker.Lanes > 1)
            {
                worker.RunTogether(n, indices[n..Math.Min(end, n + worker.Lanes)], _step);
                continue;
            }

            if (!_runsAhead && n + 1 < indices.Length)
            {
                _step.Batch.Data.Prefetch(indices[n + 1]);
            }

            worker.Pass.Run(n, indices[n], _step);
        }
    }

    private void RunSecond(int workerIndex, int task)
    {
        if (_abandoned.IsCancellationRequested)
        {
            return;
        }

        Worker<T, TVector, TWide, TSimd> worker = _workers[workerIndex];
        if (task < _eigenTasks)
        {
            worker.Solve(task * worker.SolvedTogether, _step);
            return;
        }

        (ParameterBlock<T> block, int part) = _updates[task - _eigenTasks];
        worker.Scratch.Groups = _step.Groups;
        double* squares = worker.Scratch.Squares;
        new Span<double>(squares, Sgd<T, TVector, TWide, TSimd>.SquaresCount).Clear();
        block.Update(part, _step.Batch.Count, _step.Sgd, worker.Scratch);
        _squares[task - _eigenTasks] = Sgd<T, TVector, TWide, TSimd>.Norms(squares);
    }

    private void EvaluateChunk(int workerIndex, int chunk)
    {
        SamplePass<T, TVector, TWide, TSimd> pass = _workers[workerIndex].Pass;
        int end = Math.Min(_evaluated!.Count, (chunk + 1) * EvaluationChunk);
        for (int n = chunk * EvaluationChunk; n < end && !_abandoned.IsCancellationRequested; n++)
        {
            (_evaluatedLoss[n], _evaluatedCorrect[n]) = pass.Predict(_evaluated, n);
        }
    }

    private void Check(ParameterSet parameters)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(parameters, _network);
    }
}
