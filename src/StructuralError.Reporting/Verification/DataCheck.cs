using StructuralError.Core.Common;
using StructuralError.Runs;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether the data, where they are at hand, are still those the run used.</summary>
internal static class DataCheck
{
    public static void Check(Run run, Func<Run, IReadOnlyDictionary<string, string>?> find, Findings findings)
    {
        IReadOnlyDictionary<string, string>? found;
        try
        {
            found = find(run);
        }
        catch (UserErrorException exception)
        {
            findings.Problem($"data: {exception.Message}");
            return;
        }

        if (found is null)
        {
            findings.Note($"data: {run.Manifest.Dataset?.Name} is not at hand and was not compared");
            return;
        }

        foreach ((string file, string sha256) in run.Manifest.Dataset?.Sha256 ?? [])
        {
            if (found.TryGetValue(file, out string? present))
            {
                findings.Compare($"data: the SHA-256 of {file}", present, sha256);
            }
            else
            {
                findings.Problem($"data: {file} is missing");
            }
        }
    }
}
