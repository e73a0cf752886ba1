using System.Globalization;
using System.Text;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Provenance;

/// <summary>Finds out which sources the program stands in.</summary>
public static class SourceSearch
{
    private const string RepositoryMark = "StructuralError.sln";
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(2);

    // Without locks: the git of a run that starts beside others must not keep theirs, or the user's, from working.
    private static readonly string[] AskStatus = ["--no-optional-locks", "status", "--porcelain=v2", "--branch", "--untracked-files=normal"];

    // Whatever the user's configuration says, the text is one that git apply takes.
    private static readonly string[] AskDiff =
    [
        "--no-optional-locks", "diff", "--binary", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "HEAD",
    ];

    /// <summary>
    /// Asks git, where there is one and the program stands in a clone of its own repository: for the state, and only where files differ for the
    /// difference. Never fails; takes no longer than its patience, and what is not known by then stays open.
    /// </summary>
    /// <param name="directory">Where to start looking upwards for the repository.</param>
    /// <param name="patience">Null for two seconds.</param>
    public static async Task<SourceVersion> FindAsync(string directory, TimeSpan? patience = null)
    {
        var unknown = new SourceVersion(SourceVersion.ProgramVersion, null, null);
        string? root = directory;
        while (root is not null && !File.Exists(Path.Combine(root, RepositoryMark)))
        {
            root = Path.GetDirectoryName(root);
        }

        if (root is null)
        {
            return unknown;
        }

        using var end = new CancellationTokenSource(patience ?? DefaultPatience);
        string? status = await GitCommand.RunAsync(root, AskStatus, GitCommand.ReadTextAsync, end.Token).ConfigureAwait(false);
        if (status is null)
        {
            return unknown;
        }

        SourceVersion version = Parse(status, unknown);
        return version.Dirty == true
            ? version with { Diff = await GitCommand.RunAsync(root, AskDiff, ReadDiffAsync, end.Token).ConfigureAwait(false) }
            : version;
    }

    private static SourceVersion Parse(string status, SourceVersion unknown)
    {
        const string CommitMark = "# branch.oid ", UntrackedMark = "? ";
        string[] lines = status.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] untracked =
            [.. lines.Where(line => line.StartsWith(UntrackedMark, StringComparison.Ordinal)).Take(SourceVersion.MostUntracked)
                .Select(line => line[UntrackedMark.Length..])];
        string? commit = lines.FirstOrDefault(line => line.StartsWith(CommitMark, StringComparison.Ordinal))?[CommitMark.Length..].Trim();
        return unknown with
        {
            Commit = commit,
            Dirty = lines.Any(line => line[0] is not ('#' or '?')),
            Untracked = untracked.Length == 0 ? null : untracked,
        };
    }

    /// <summary>Reads up to <see cref="SourceDiff.MaximumBytes"/> and leaves the rest.</summary>
    private static async Task<SourceDiff> ReadDiffAsync(Stream diff, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        byte[] piece = new byte[1 << 16];
        int read;
        while (content.Length <= SourceDiff.MaximumBytes && (read = await diff.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0)
        {
            content.Write(piece, 0, read);
        }

        return content.Length <= SourceDiff.MaximumBytes ? new SourceDiff(content.ToArray(), true) : Cut(content.ToArray());
    }

    private static SourceDiff Cut(byte[] content)
    {
        ReadOnlySpan<byte> kept = content.AsSpan(0, SourceDiff.MaximumBytes);
        kept = kept[..(kept.LastIndexOf((byte)'\n') + 1)];
        string note = string.Create(CultureInfo.InvariantCulture,
            $"# cut here: the difference from the commit has more than {SourceDiff.MaximumBytes} bytes; this is its beginning and cannot be applied\n");
        return new SourceDiff([.. kept, .. Encoding.UTF8.GetBytes(note)], false);
    }
}
