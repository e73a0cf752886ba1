using StructuralError.Core.Training;

namespace StructuralError.Experiments.Rows;

/// <summary>Writes to streams that it leaves open. It may hold rows back until <see cref="IStepSink.Flush"/>.</summary>
public interface IRowWriter : IStepSink, IDisposable;
