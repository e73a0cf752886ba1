using StructuralError.Cli.Common;
using Xunit;

namespace StructuralError.Tests.Cli.Replicas;

/// <summary>The real engine and files: several seeds in one command leave what each leaves alone.</summary>
public sealed class SeedsBytesTests : IDisposable
{
    private static readonly string[] Options = ["--model", "b", "--set", "width=16", "--per-sample", "--structure-every", "5", "--device", "cpu"];

    private readonly SmallDataSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Train_Seeds_GiveTheBytesOfEachSeedAlone()
    {
        Assert.Equal(ExitCodes.Success, _session.Run(["train", "--seeds", "3,5", "--dataset", _session.DataPath, "--out", _session.File("together"), "--batch-size", "16", "--quiet", .. Options]));
        foreach (int seed in (int[])[3, 5])
        {
            _session.Train($"alone{seed}", ["--seed", $"{seed}", .. Options]);
            string together = Path.Combine("together", Path.GetFileName(Directory.GetDirectories(_session.File("together"), $"data-b-k1-s{seed}-*").Single()));
            Assert.All(
                (string[])["steps.csv", "samples.csv", "layers.csv", "independence.csv", .. Checkpoints(together, ".safetensors")],
                name => Assert.Equal(_session.Bytes($"alone{seed}", name), _session.Bytes(together, name)));
        }
    }

    private string[] Checkpoints(string run, string ending)
    {
        string[] found = [.. Directory.GetFiles(Path.Combine(_session.File(run), "checkpoint"), "*" + ending).Select(path => Path.Combine("checkpoint", Path.GetFileName(path)))];
        Assert.NotEmpty(found);
        return found;
    }
}
