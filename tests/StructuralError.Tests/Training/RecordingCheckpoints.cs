using StructuralError.Core.Training;

namespace StructuralError.Tests.Training;

/// <summary>Keeps states in memory.</summary>
/// <param name="every">Steps between them; 0 for none but the one at the end.</param>
internal sealed class RecordingCheckpoints(int every) : ICheckpoints
{
    public List<TrainingState> States { get; } = [];

    public bool IsDue(long steps) => every > 0 && steps % every == 0;

    public void Save(TrainingState state) => States.Add(state);
}
