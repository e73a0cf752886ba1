using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Tests.Training;

/// <summary>Small data sets.</summary>
internal static class Samples
{
    public static TensorShape Shape { get; } = TensorShape.Image(1, 2, 2);

    public static Dataset Of(int count, int classes = 2) =>
        new("tiny", Shape, new byte[count * Shape.Count], [.. Enumerable.Range(0, count).Select(n => (byte)(n % classes))]);

    public static DatasetPair Pair(string name = "mnist", int train = 10, int test = 6, string hash = "00") =>
        new(name, "memory", Of(train), Of(test), new SortedDictionary<string, string>(StringComparer.Ordinal) { ["train"] = hash, ["test"] = hash });
}
