using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Runs.Safetensors;

namespace StructuralError.Runs.Directories;

/// <summary>
/// A checkpoint's numbers as tensors. Parameters stand under their own names, so that other programs find the weights; <c>momentum.*</c> and
/// <c>compensation.*</c> are the optimizer's. All of these have the run's precision. <c>local_pearson.*</c>, in float64, are the rows that the next correlation
/// looks back on.
/// </summary>
internal static class CheckpointTensors
{
    private const string MomentumPrefix = "momentum.";
    private const string CompensationPrefix = "compensation.";
    private const string WindowPrefix = "local_pearson.";
    private const string LogFittingErrorName = WindowPrefix + "log_fitting_error";
    private const string UpperBoundName = WindowPrefix + "upper_bound";
    private const string LowerBoundName = WindowPrefix + "lower_bound";

    /// <summary>Whether a tensor of a checkpoint is one of the network's parameters.</summary>
    public static bool IsWeight(string name) =>
        !((string[])[MomentumPrefix, CompensationPrefix, WindowPrefix]).Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    public static IEnumerable<Tensor> Of(ParameterSet parameters, PearsonWindow window, Precision precision)
    {
        TensorType type = WeightTensors.Type(precision);
        foreach (Parameter parameter in parameters.Parameters)
        {
            yield return new Tensor(parameter.Name, type, parameter.Shape, parameter.Values);
            yield return new Tensor(MomentumPrefix + parameter.Name, type, parameter.Shape, parameter.Momentum);
            yield return new Tensor(CompensationPrefix + parameter.Name, type, parameter.Shape, parameter.Compensation);
        }

        yield return Series(LogFittingErrorName, window.LogFittingError);
        yield return Series(UpperBoundName, window.UpperBound);
        yield return Series(LowerBoundName, window.LowerBound);
    }

    /// <exception cref="CheckpointException">A tensor is missing or of another shape or type than this network and precision have, or there is one too
    /// many.</exception>
    public static PearsonWindow Read(SafetensorsFile file, ParameterSet into, Precision precision)
    {
        TensorType type = WeightTensors.Type(precision);
        foreach (Parameter parameter in into.Parameters)
        {
            Read(file, parameter.Name, parameter.Shape, type, parameter.Values);
            Read(file, MomentumPrefix + parameter.Name, parameter.Shape, type, parameter.Momentum);
            Read(file, CompensationPrefix + parameter.Name, parameter.Shape, type, parameter.Compensation);
        }

        const int TensorsOfAParameter = 3, Windows = 3;
        int expected = (into.Parameters.Length * TensorsOfAParameter) + Windows;
        if (file.Tensors.Length != expected)
        {
            throw new CheckpointException(FormattableString.Invariant($"holds {file.Tensors.Length} tensors, a checkpoint of this network has {expected}"));
        }

        var window = new PearsonWindow(Series(file, LogFittingErrorName), Series(file, UpperBoundName), Series(file, LowerBoundName));
        return window.LogFittingError.Length == window.UpperBound.Length && window.UpperBound.Length == window.LowerBound.Length
            ? window
            : throw new CheckpointException("holds local_pearson tensors of different lengths");
    }

    /// <summary>
    /// What is wrong with the tensors of a network that is not known: each parameter needs momentum and compensation of its shape, and the windows have one
    /// length. Null for nothing.
    /// </summary>
    public static string? Fault(SafetensorsFile file, Precision precision)
    {
        TensorEntry[] weights = [.. file.Tensors.Where(entry => IsWeight(entry.Name))];
        string[] windows = [LogFittingErrorName, UpperBoundName, LowerBoundName];
        IEnumerable<string> states = weights.SelectMany(weight => (string[])[MomentumPrefix + weight.Name, CompensationPrefix + weight.Name]);
        TensorEntry? Misshapen(TensorEntry weight) => ((string[])[weight.Name, MomentumPrefix + weight.Name, CompensationPrefix + weight.Name])
            .Select(name => file.Find(name)!).FirstOrDefault(entry => entry.Type != WeightTensors.Type(precision) || !entry.Shape.SequenceEqual(weight.Shape));
        return windows.Concat(states).FirstOrDefault(name => file.Find(name) is null) is { } missing ? $"lacks the tensor '{missing}'"
            : file.Tensors.Select(entry => entry.Name).Except([.. weights.Select(weight => weight.Name), .. states, .. windows]).FirstOrDefault() is { } surplus
                ? $"holds '{surplus}', which no checkpoint has"
            : weights.Select(Misshapen).OfType<TensorEntry>().FirstOrDefault() is { } other
                ? $"holds '{other.Name}' as {other.Type} {TensorEntry.Text(other.Shape)}, which is not the type of the run or the shape of the parameter"
            : windows.Select(name => file.Find(name)!.Count).Distinct().Count() > 1 ? "holds local_pearson tensors of different lengths"
            : weights.FirstOrDefault(weight => !IsFinite(file, weight)) is { } bad ? $"holds a value in '{bad.Name}' that is not finite"
            : null;
    }

    private static bool IsFinite(SafetensorsFile file, TensorEntry entry)
    {
        double[] values = new double[entry.Count];
        file.CopyTo(entry, values);
        return Array.TrueForAll(values, double.IsFinite);
    }

    private static Tensor Series(string name, ImmutableArray<double> values) => new(name, TensorType.F64, [values.Length], values.AsMemory());

    private static ImmutableArray<double> Series(SafetensorsFile file, string name)
    {
        TensorEntry entry = Find(file, name);
        if (entry.Type != TensorType.F64 || entry.Shape.Length != 1)
        {
            throw new CheckpointException($"holds '{name}' as {entry.Type} {TensorEntry.Text(entry.Shape)}, not as a float64 vector");
        }

        double[] values = new double[entry.Shape[0]];
        file.CopyTo(entry, values);
        return [.. values];
    }

    private static void Read(SafetensorsFile file, string name, ImmutableArray<int> shape, TensorType type, double[] destination)
    {
        TensorEntry entry = Find(file, name);
        if (entry.Type != type || !WeightTensors.IsShape(entry, shape))
        {
            throw new CheckpointException($"holds '{name}' as {entry.Type} {TensorEntry.Text(entry.Shape)}, not as {type} {WeightTensors.Text(shape)}");
        }

        file.CopyTo(entry, destination);
    }

    private static TensorEntry Find(SafetensorsFile file, string name) => file.Find(name) ?? throw new CheckpointException($"lacks the tensor '{name}'");
}
