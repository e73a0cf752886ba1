using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace StructuralError.Tests.Random;

/// <summary>What PyTorch gave: <c>random.json</c> (2.6) and <c>random_cases.json</c> (1.13).</summary>
internal static class RandomReference
{
    public static JsonElement Values { get; } = Load("random.json");

    public static JsonElement Cases { get; } = Load("random_cases.json");

    /// <summary>The seeds of <see cref="Values"/>.</summary>
    public static TheoryData<long> Seeds => [0, 1, 42, 123456789];

    public static JsonElement OfSeed(long seed) => Values.GetProperty(seed.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static float[] Floats(this JsonElement list) => [.. list.EnumerateArray().Select(value => (float)value.GetDouble())];

    public static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static long[] Integers(this JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt64())];

    public static string Sha256<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Assert.True(BitConverter.IsLittleEndian);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
    }

    /// <summary>Each value within the tolerance, absolute up to 1 and relative above. NaN is never near anything.</summary>
    public static void AssertNear(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            Assert.True(difference <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"value {i}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }

    private static JsonElement Load(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", name)));
        return document.RootElement.Clone();
    }
}
