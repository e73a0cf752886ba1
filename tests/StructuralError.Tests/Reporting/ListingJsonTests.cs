using System.Text.Json;
using StructuralError.Core.Engines;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Reporting.Listings;
using Xunit;

namespace StructuralError.Tests.Reporting;

/// <summary>Scripts read these documents: names, their order and what is left out stay as they are.</summary>
public sealed class ListingJsonTests
{
    [Fact]
    public void QueueDocument_LeavesOutWhatDoesNotApply()
    {
        var document = new QueueDocument(1,
        [
            new QueueEntry("/a", null, "failed", "it failed", ExitCode: 1, Seconds: 0.5, Log: "/a.log"),
            new QueueEntry("/b", "run", null, "it is new", "train --out 'b'"),
        ]);
        Assert.Equal(
            """
            {
              "schema": 1,
              "runs": [
                {
                  "run_directory": "/a",
                  "result": "failed",
                  "reason": "it failed",
                  "exit_code": 1,
                  "seconds": 0.5,
                  "log": "/a.log"
                },
                {
                  "run_directory": "/b",
                  "would": "run",
                  "reason": "it is new",
                  "command": "train --out 'b'"
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            ListingJson.Write(document));
    }

    [Fact]
    public void RunDocument_HasEveryMemberInItsPlace()
    {
        using JsonDocument manifest = JsonDocument.Parse("""{"outcome":"running"}""");
        var run = new RunEntry("a", "running", null, null, K: 3, null, null, null, null, null, null, null, null, null);
        string text = ListingJson.WriteLine(RunDetails.Document(run, manifest.RootElement, null));
        Assert.Equal(
            """
            {"schema":1,"run_directory":"a","state":"running","dataset":null,"model":null,"k":3,"seed":null,"precision":null,"steps":null,
            "total_steps":null,"test_accuracy":null,"test_loss":null,"seconds":null,"spec_hash":null,"run_identity":null,
            "manifest":{"outcome":"running"},"summary":null}
            """.ReplaceLineEndings(string.Empty),
            text);
    }

    [Fact]
    public void Node_ChecksTimesAndDevices_NamesAndOrder()
    {
        Assert.Equal(
            """[{"group":"g","name":"n","passed":false,"deviation":"NaN","limit":0.5,"error":"e"}]""",
            Text<CheckResult>(new CheckResult("g", "n", double.NaN, 0.5, "e")));
        Assert.Equal(
            """[{"model":"a","k":1,"measured":true,"milliseconds":0.5,"steps_per_second":2000}]""", Text<StepTime>(new StepTime("a", 1, true, 0.5)));
        Assert.Equal(
            """[{"device":"cpu","name":"λ","memory_bytes":1,"architecture":"avx2","units":2,"usable":true,"problem":null}]""",
            Text<DeviceEntry>(new DeviceEntry("cpu", "λ", 1, "avx2", 2, true, null)));
    }

    [Fact]
    public void WriteLine_Plan_NamesAndOrder()
    {
        var layer = new LayerPlan("layer0", "norm", "[2]", 1, 2, 3, 4, 5);
        var document = new PlanDocument(
            1, "/a", "train", "digits", true, 1.5e6, 7, "h", 10, new Dictionary<string, JsonElement>(), new Dictionary<string, JsonElement>(),
            new Dictionary<string, string> { ["seed"] = "default" }, [layer], null);
        Assert.Equal(
            """
            {"schema":1,"run_directory":"/a","would":"train","dataset":"digits","dataset_certain":true,"space_bytes":1500000,"free_bytes":7,"spec_hash":"h","parameters":10,"spec":{},
            "network":{},"origins":{"seed":"default"},"plan":[{"name":"layer0","form":"norm","output":"[2]","forward_macs":1,"pull_back_macs":2,
            "gram_macs":3,"gradient_macs":4,"bytes":5}]}
            """.ReplaceLineEndings(string.Empty),
            ListingJson.WriteLine(document));
    }

    private static string Text<T>(T item) => ListingJson.WriteLine(ListingJson.Node<IEnumerable<T>>([item]));
}
