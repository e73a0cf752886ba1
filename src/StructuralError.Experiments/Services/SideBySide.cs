using System.Runtime.ExceptionServices;

namespace StructuralError.Experiments.Services;

/// <summary>Computations that know nothing of each other, on several threads at once.</summary>
internal static class SideBySide
{
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    /// <exception cref="Exception">What one of them threw.</exception>
    public static TResult[] Map<T, TResult>(IReadOnlyList<T> items, int threads, Func<T, TResult> compute, CancellationToken cancellation = default)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, items.Count, options, i => results[i] = compute(items[i]));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return results;
    }
}
