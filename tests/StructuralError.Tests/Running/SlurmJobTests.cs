using System.Text.Json;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class SlurmJobTests
{
    [Fact]
    public void Find_OutsideSlurm_IsNothing()
    {
        Assert.Null(SlurmJob.Find(_ => null));
        Assert.Null(SlurmJob.Find(_ => string.Empty));
    }

    [Fact]
    public void Manifest_InAnArrayJob_NamesJobAndTask()
    {
        var environment = new Dictionary<string, string> { ["SLURM_JOB_ID"] = "812", ["SLURM_ARRAY_JOB_ID"] = "810", ["SLURM_ARRAY_TASK_ID"] = "2", ["SLURM_CONF"] = "/etc" };
        RunManifest manifest = Manifests.Of() with { Slurm = SlurmJob.Find(environment.GetValueOrDefault) };
        using JsonDocument document = JsonDocument.Parse(manifest.ToJson());
        Assert.Equal("""{"array_job_id":"810","array_task_id":"2","job_id":"812"}""", JsonSerializer.Serialize(document.RootElement.GetProperty("slurm")));
    }
}
