namespace StructuralError.Experiments.Datasets;

/// <summary>What is known of a mirror while files are downloaded.</summary>
internal sealed class Mirror(Uri address)
{
    private const int MostAttempts = 2;

    public Uri Address { get; } = address;

    /// <summary>Attempts that failed since a file last arrived from here.</summary>
    public int Failures { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Reason { get; private set; }

    public bool IsGivenUp { get; private set; }

    public void Failed(MirrorException failure)
    {
        Failures++;
        Reason = failure.Message;
        IsGivenUp = !failure.IsWorthRetrying || Failures >= MostAttempts;
    }

    public void Succeeded() => Failures = 0;
}

/// <summary>A mirror did not deliver a file; another may.</summary>
/// <param name="isWorthRetrying">Whether the same mirror may do better a moment later.</param>
internal sealed class MirrorException(string reason, bool isWorthRetrying, Exception? inner = null) : Exception(reason, inner)
{
    public bool IsWorthRetrying { get; } = isWorthRetrying;
}
