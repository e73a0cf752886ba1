using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Listings;
using StructuralError.Reporting.Runs;
using StructuralError.Reporting.Verification;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Data;
using Xunit;

namespace StructuralError.Tests.Fuzzing;

/// <summary>Every reader of files and options.</summary>
internal static class FuzzTargets
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Reference", "runs", "schema1");

    private static readonly IReadOnlyDictionary<string, Func<FuzzTarget>> All = ((Func<FuzzTarget>[])
        [() => new IdxTarget(), () => new IdxDirectoryTarget(), () => new StepsTarget(), () => new ManifestTarget(), () => new RunTarget(RunDirectory.ManifestName),
            () => new RunTarget(RunDirectory.SummaryName), () => new ConfigTarget(), () => new ModelTarget(), () => new OptionsTarget(), () => new SafetensorsTarget(),
            () => new ClusterTarget("sweep"), () => new ClusterTarget("submission"), () => new ClusterTarget("task"), () => new MemberTarget(), () => new RobustnessTarget(),
            () => new ReproductionTarget(), () => new SidecarTarget(), () => new StateDictTarget()])
        .ToDictionary(NameOf, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys];

    public static int Count => All.Count;

    public static FuzzTarget Make(string name) => All[name]();

    private static string NameOf(Func<FuzzTarget> make)
    {
        using FuzzTarget target = make();
        return target.Name;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The same run, continued once, on unusual data.</summary>
    private static byte[] OfTwoParts(byte[] manifest)
    {
        JsonObject root = JsonNode.Parse(manifest)!.AsObject();
        root["begun"] = JsonNode.Parse("""{ "version": "1.0", "commit": "0", "host": "a", "engine": { "device": "cpu", "instruction_set": "avx2" } }""");
        root["resumes"] = JsonNode.Parse("""[ { "step": 3, "time": "2026-01-02T03:04:05Z", "by": { "version": "1.1", "host": "b" } } ]""");
        root["dataset"]!["warnings"] = JsonNode.Parse("""[ "The data are odd." ]""");
        root["slurm"] = JsonNode.Parse("""{ "job_id": "12" }""");
        return Text(root.ToJsonString());
    }

    private sealed class IdxTarget : FuzzTarget
    {
        public override string Name => "idx";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            IdxBytes.Images(3), IdxBytes.Labels(9), IdxBytes.Gzip(IdxBytes.Images(5)), IdxBytes.Gzip(new byte[4000]), IdxBytes.File(0x0E, [2, 1, 1, 3], new byte[48]),
            IdxBytes.File(0x0B, [4], new byte[8]), Text("<!DOCTYPE html>"), Text("version https://git-lfs.github.com/spec/v1\n"),
        ];

        public override string? Read(byte[] content)
        {
            IdxFile file = IdxReader.Read(Directory.Write("fuzz-ubyte", content));
            Assert.Equal(file.Count, file.ToFloat32().Length);
            return null;
        }
    }

    /// <summary>A whole data set, of which one file is damaged.</summary>
    private sealed class IdxDirectoryTarget : FuzzTarget
    {
        private int _turn;

        public override string Name => "idx-directory";

        public override IReadOnlyList<byte[]> Seeds { get; } = [IdxBytes.Images(20), IdxBytes.Labels(20), IdxBytes.Images(10), IdxBytes.Labels(10), IdxBytes.Gzip(IdxBytes.Labels(20))];

        public override string? Read(byte[] content)
        {
            Dictionary<string, byte[]> set = IdxBytes.SmallSet();
            set[set.Keys.ElementAt(_turn++ % set.Count)] = content;
            foreach ((string name, byte[] bytes) in set)
            {
                Directory.Write(name, bytes);
            }

            DatasetPair data = DatasetProvider.LoadAsync(Directory.Path, new DatasetOptions()).GetAwaiter().GetResult();
            data.Train.CopySample(data.Train.Count - 1, new float[data.Train.SampleShape.Count]);
            return null;
        }
    }

    private sealed class StepsTarget : FuzzTarget
    {
        public override string Name => "steps";

        public override IReadOnlyList<byte[]> Seeds { get; } =
            [Text(string.Join('\n', File.ReadLines(Path.Combine(Golden, "steps.csv")).Take(4)) + "\n"), Text(RunTables.Steps.Header + "\n"), Text("\uFEFF" + RunTables.Steps.Header + "\r\n")];

        public override string? Read(byte[] content)
        {
            List<string> warnings = [];
            IReadOnlyList<StepRow> rows = RunTables.Steps.Read(Directory.Write("fuzz-steps.csv", content), warnings.Add);
            _ = RowSequence.FindFault(rows, int.MaxValue);
            return null;
        }
    }

    private sealed class ManifestTarget : FuzzTarget
    {
        public override string Name => "manifest";

        public override IReadOnlyList<byte[]> Seeds { get; } =
            [Manifest, OfTwoParts(Manifest), Text("""{ "program": "structural-error", "schema": 1 }""")];

        private static byte[] Manifest => File.ReadAllBytes(Path.Combine(Golden, RunDirectory.ManifestName));

        public override string? Read(byte[] content)
        {
            string path = Directory.Write("manifest.json", content);
            _ = RunWords.Title(StructuralError.Runs.Run.ReadManifest(Directory.Path));
            if (RunManifest.Read(path, out string reason) is not { } manifest)
            {
                return $"manifest.json {reason}";
            }

            Assert.Equal(manifest.Resumes.Count + 1, manifest.Parts().Count);
            Assert.All(manifest.Mixture(), Assert.NotNull);
            if (RowPlan.Of(manifest) is { } plan)
            {
                _ = (plan.RowsIn(plan.TotalSteps), plan.EpochOf(long.MaxValue), plan.SamplesAt(long.MaxValue));
            }

            Assert.Equal(128, (StoredIdentity.SpecHash(manifest) + StoredIdentity.ResultsIdentity(manifest)).Length);
            return null;
        }
    }

    /// <summary>Everything that looks at a run directory, of which one JSON file is damaged.</summary>
    private sealed class RunTarget : FuzzTarget
    {
        private readonly string _damaged;

        public RunTarget(string damaged)
        {
            _damaged = damaged;
            byte[] golden = File.ReadAllBytes(Path.Combine(Golden, damaged));
            Seeds = damaged == RunDirectory.ManifestName ? [golden, OfTwoParts(golden)] : [golden];
            Array.ForEach(System.IO.Directory.GetFiles(Golden), file => File.Copy(file, Directory.File(Path.GetFileName(file))));
            _ = RunFigures.Write(Directory.Path);
        }

        public override string Name => "run-" + Path.GetFileNameWithoutExtension(_damaged);

        public override IReadOnlyList<byte[]> Seeds { get; }

        // Sixty rows and three figures are made as well.
        public override (long Fixed, long PerByte) Allowance => (32 << 20, 200);

        public override string? Read(byte[] content)
        {
            Directory.Write(_damaged, content);
            if (Run.Find(Directory.Path, out string reason) is not { } run)
            {
                return reason;
            }

            using JsonDocument list = JsonDocument.Parse(RunList.ToJson([run], DateTimeOffset.UnixEpoch));
            using JsonDocument report = JsonDocument.Parse(RunDetails.ToJson(run, DateTimeOffset.UnixEpoch));
            Assert.All(RunList.Lines([run], DateTimeOffset.UnixEpoch).Concat(RunDetails.Lines(run, DateTimeOffset.UnixEpoch)), Assert.NotNull);
            Findings findings = new RunVerifier(_ => null).Verify(run);
            return findings.Problems.Count == 0 ? null : string.Join('\n', findings.Problems);
        }
    }

    private sealed class ConfigTarget : FuzzTarget
    {
        public override string Name => "config";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "configs", "paper.json")),
            Text("""{ "model": "b", "lr": 0.1, "seed": -3, "precision": "f64", "probe": "test:16", "steps": null, "per_sample": true, "init": "he-normal", "network": { "k": 3, "skip": false } }"""),
        ];

        public override string? Read(byte[] content)
        {
            var builder = new SpecBuilder();
            ConfigFile.Read(Directory.Write("fuzz-config.json", content), builder);
            ResolvedSpec resolved = builder.Build();
            if (resolved.Problems.Length > 0)
            {
                return string.Join('\n', resolved.Problems.Select(problem => problem.Message));
            }

            _ = JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (SpecField field in SpecFields.All)
                {
                    writer.WritePropertyName(field.Name);
                    field.Write(writer, resolved.Spec);
                }

                writer.WriteEndObject();
            });
            return null;
        }
    }

    private sealed class ModelTarget : FuzzTarget
    {
        public override string Name => "model";

        // Ten thousand layers are allowed, whatever the length of the text that asks for them.
        public override (long Fixed, long PerByte) Allowance => (64 << 20, 1000);

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "configs", "models")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
            Text("""
                { "name": "tanh-net", "title": "All", "input": [1, 28, 28], "parameters": { "k": 2, "channels": 8, "wide": true },
                  "layers": [ { "conv2d": { "channels": "channels", "kernel": 5, "stride": 2, "padding": 2, "bias": "wide" } }, "tanh",
                    { "repeat": "k", "skip": true, "layers": [ { "conv2d": { "channels": "channels", "kernel": 3, "padding": 1 } }, "gelu", { "repeat": 2, "layers": [ "sigmoid" ] } ] },
                    { "avgpool2d": 2 }, { "maxpool2d": { "kernel": 2, "stride": 1 } }, "globalavgpool2d", "flatten", { "dropout": 0.2 }, { "linear": { "outputs": "classes", "bias": false } } ] }
                """),
        ];

        public override string? Read(byte[] content)
        {
            NetworkDefinition definition = new ModelLocator([]).Load(Directory.Write("fuzz-model.json", content));
            Network network = definition.Resolve(ImmutableSortedDictionary<string, int>.Empty, definition.Input, 10);
            _ = RunIdentity.Of(SpecFields.Defaults, network, "mnist");
            return null;
        }
    }

    /// <summary>Command lines, one argument a line; nothing is started.</summary>
    private sealed class OptionsTarget : FuzzTarget
    {
        private readonly Session _session = new();

        public override string Name => "options";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. ((string[])["train\n--model\nb\n--k\n3\n--seed\n7\n--precision\nf64", "train\n--set\nk=3\n--set=lr=0.5\n--no-skip\n--probe\ntest:256\n--steps\nnone", "train\n--epochs=2\n--per-sample\n--threads\n4\n--json\n--quiet",
                "train\n--config\nnowhere.json\n--out\nx\n--progress\nplain\n--init\northogonal\n--alpha\n0\n--mirror\nhttp://example.org/", "plot\nnowhere", "runs\nlist\nnowhere\n--json", "runs\nverify\nnowhere", "--help", "[suggest:3]\ntrain"]).Select(Text),
        ];

        public override string? Read(byte[] content)
        {
            // No path leads out of the directory: what is found elsewhere on a machine changes while it is read.
            IEnumerable<string> words = Encoding.UTF8.GetString(content).Split('\n').Select(word => word.StartsWith('/') || word.Contains("..", StringComparison.Ordinal) ? "nowhere" : word);
            string[] args = [.. words, "--dry-run"];
            int exitCode = _session.Run(args);
            Assert.True(exitCode is ExitCodes.Success or ExitCodes.Usage, FormattableString.Invariant($"exit code {exitCode}: {_session.Error}"));
            return exitCode == ExitCodes.Success ? null : _session.Error;
        }

        public override void Dispose()
        {
            _session.Dispose();
            base.Dispose();
        }
    }
}
