using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using StructuralError.Core.Common;
using Xunit;

namespace StructuralError.Tests.Fuzzing;

/// <summary>
/// Whatever the bytes: a reader takes them or refuses them with a message; nothing else is thrown, and no more memory is taken than a small multiple of
/// the file. Seeds are fixed. <c>STRUCTURALERROR_FUZZ=N</c> makes it N inputs in all instead of 2,000. An input that fails is kept under the temporary
/// directory; put it into <c>Corpus/TARGET/</c>, where it is read again ever after.
/// </summary>
[Collection(nameof(FuzzTests))]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 2000;
    private const int LongestMessage = 40_000;

    private static readonly string CorpusDirectory = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static TheoryData<string> Names => FuzzTargets.Names;

    public static TheoryData<string> Corpus =>
        [.. Directory.EnumerateFiles(CorpusDirectory, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(CorpusDirectory, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Damaged_TakenOrRefusedWithAMessage(string name)
    {
        using FuzzTarget target = FuzzTargets.Make(name);
        int count = (int.TryParse(Environment.GetEnvironmentVariable("STRUCTURALERROR_FUZZ"), CultureInfo.InvariantCulture, out int all) ? all : Inputs) / FuzzTargets.Count;
        var mutator = new Mutator(name.Sum(letter => letter), target.Seeds);
        int refused = 0;
        var time = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            refused += Try(target, mutator.Next()) ? 0 : 1;
        }

        output.WriteLine(FormattableString.Invariant($"{name}: {count} inputs, {refused} refused, {time.Elapsed.TotalSeconds:F1} s"));

        // Both happen, or the damage is no test.
        Assert.InRange(refused, count / 20, count - 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Seeds_AreTaken(string name)
    {
        using FuzzTarget target = FuzzTargets.Make(name);
        Assert.Contains(target.Seeds, seed => Try(target, seed));
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("idx-directory")]
    [InlineData("config")]
    [InlineData("model")]
    [InlineData("steps")]
    [InlineData("manifest")]
    [InlineData("safetensors")]
    public void Read_CutAtEveryLength_TakenOrRefusedWithAMessage(string name)
    {
        using FuzzTarget target = FuzzTargets.Make(name);
        byte[] seed = target.Seeds.MinBy(content => Math.Abs(content.Length - 900))!;
        for (int length = 0; length < seed.Length; length++)
        {
            _ = Try(target, seed[..length]);
        }
    }

    /// <summary>Each value of a document in turn is of another kind, or missing: what a record's type rules out by its words alone, as null in a list, is ruled out.</summary>
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("manifest")]
    [InlineData("config")]
    [InlineData("model")]
    [InlineData("cluster-sweep")]
    [InlineData("cluster-submission")]
    [InlineData("cluster-task")]
    [InlineData("member")]
    [InlineData("robustness")]
    [InlineData("reproduction")]
    [InlineData("sidecar")]
    public void Read_EachValueOfAnotherKind_TakenOrRefusedWithAMessage(string name)
    {
        using FuzzTarget target = FuzzTargets.Make(name);
        foreach (byte[] seed in target.Seeds)
        {
            JsonNode whole = JsonNode.Parse(seed)!;
            string[] places = [.. Nodes(whole).Where(node => node.Parent is not null).Select(node => node.GetPath())];
            foreach (string place in places)
            {
                foreach (string other in (string[])["null", "[null]", "[]", "{}", "{\"a\":null}", "\"\"", "-1", "1e308", "true"])
                {
                    JsonNode damaged = whole.DeepClone();
                    Nodes(damaged).First(node => node.GetPath() == place).ReplaceWith(JsonNode.Parse(other));
                    _ = Try(target, Encoding.UTF8.GetBytes(damaged.ToJsonString()));
                }

                JsonNode without = whole.DeepClone();
                JsonNode gone = Nodes(without).First(node => node.GetPath() == place);
                if (gone.Parent is JsonObject parent)
                {
                    parent.Remove(gone.GetPropertyName());
                    _ = Try(target, Encoding.UTF8.GetBytes(without.ToJsonString()));
                }
            }
        }

        static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
        {
            JsonObject inner => [inner, .. inner.SelectMany(pair => Nodes(pair.Value))],
            JsonArray inner => [inner, .. inner.SelectMany(Nodes)],
            null => [],
            _ => [node],
        };
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Read_PastFailure_TakenOrRefusedWithAMessage(string file)
    {
        using FuzzTarget target = FuzzTargets.Make(file.Split('/')[0]);
        _ = Try(target, File.ReadAllBytes(Path.Combine(CorpusDirectory, file)));
    }

    /// <summary>Whether the content was taken.</summary>
    private static bool Try(FuzzTarget target, byte[] content)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? refusal;
        try
        {
            refusal = target.Read(content);
        }
        catch (UserErrorException error)
        {
            Assert.Contains(error.Kind, (FailureKind[])[FailureKind.Usage, FailureKind.BadData, FailureKind.InputOutput]);
            refusal = error.Message;
        }
        catch (Exception error)
        {
            Assert.Fail($"{Keep(target, content)}: {error}");
            throw;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (long least, long perByte) = target.Allowance;
        Check(allocated <= least + (perByte * content.Length), target, content, FormattableString.Invariant($"{allocated} bytes allocated for {content.Length}"));
        Check(refusal is null || refusal.Length is > 10 and < LongestMessage, target, content, $"a message of {refusal?.Length} letters");
        return refusal is null;
    }

    private static void Check(bool isRight, FuzzTarget target, byte[] content, string what)
    {
        if (!isRight)
        {
            Assert.Fail($"{Keep(target, content)}: {what}");
        }
    }

    private static string Keep(FuzzTarget target, byte[] content)
    {
        string directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "structural-error-fuzz", target.Name)).FullName;
        string path = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
        File.WriteAllBytes(path, content);
        return path;
    }
}
