using StructuralError.Reporting.Verification;

namespace StructuralError.Reporting.Listings;

/// <summary>What was found in the files of runs.</summary>
public static class VerificationListing
{
    public static IEnumerable<string> Lines(string path, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        string problems = findings.Problems.Count == 1 ? "problem" : "problems";
        return
        [
            findings.Problems.Count == 0 ? $"ok   {path}" : FormattableString.Invariant($"BAD  {path}: {findings.Problems.Count} {problems}"),
            .. findings.Problems.Select(problem => $"     {problem}"),
            .. findings.Notes.Select(note => $"     note: {note}"),
        ];
    }

    public static string ToJson(IEnumerable<(string Path, Findings Findings)> runs) => ListingJson.Write(new VerificationDocument(
        RunList.Schema, runs.Select(run => new VerificationEntry(run.Path, run.Findings.Problems.Count == 0, run.Findings.Problems, run.Findings.Notes))));
}
