using StructuralError.Reporting.Verification;

namespace StructuralError.Reporting.Listings;

/// <summary>What was found in the files of runs.</summary>
internal static class VerificationListing
{
    public static IEnumerable<string> Lines(string path, Findings findings)
    {
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

/// <summary>What <c>runs verify --json</c> prints.</summary>
internal sealed record VerificationDocument(int Schema, IEnumerable<VerificationEntry> Runs);

/// <summary>What was found in one run's files.</summary>
internal sealed record VerificationEntry(string RunDirectory, bool Ok, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
