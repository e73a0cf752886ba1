using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>Whether a data set and a network belong together.</summary>
public static class DatasetFit
{
    /// <summary>All that does not fit; empty if a network with this input and this many classes can take the data.</summary>
    public static IReadOnlyList<Problem> Check(DatasetPair data, TensorShape input, int classes)
    {
        List<Problem> problems = [];
        if (data.Train.SampleShape != input && !(input.IsVector && input.Count == data.Train.SampleShape.Count))
        {
            problems.Add(new Problem($"data set {data.Name} ({data.Source}): its images have shape {data.Train.SampleShape}, the model's input is {input}. " +
                "Change \"input\" in the model file, or use another data set."));
        }

        AddLabelProblem(problems, data, data.Train, "train", classes);
        AddLabelProblem(problems, data, data.Test, "test", classes);
        return problems;
    }

    private static void AddLabelProblem(List<Problem> problems, DatasetPair data, Dataset half, string halfName, int classes)
    {
        int wrong = Array.FindIndex(half.Labels, label => label >= classes);
        if (wrong >= 0)
        {
            problems.Add(new Problem($"data set {data.Name} ({data.Source}): {halfName} label {half.Labels[wrong]} of sample {wrong}, but the model has {classes} classes (labels 0 to {classes - 1}). " +
                "Give the model as many classes as the data has."));
        }
    }
}
