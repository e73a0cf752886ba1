using System.Globalization;

namespace StructuralError.Tests.Processes;

/// <summary>What a process holds at one moment, from <c>/proc</c>.</summary>
/// <param name="Threads">Without those that .NET starts and ends as it sees fit: its thread pool's, which go after 20 idle seconds, and the compiler's.</param>
internal sealed record ProcessUse(long ResidentBytes, int Descriptors, int Threads, int AllThreads)
{
    private const int BytesPerKilobyte = 1024;

    // As the kernel has them, cut to 15 letters.
    private static readonly string[] RuntimeThreads = [".NET TP ", ".NET Tiered Com"];

    /// <summary>Null where the process has just ended.</summary>
    public static ProcessUse? Of(int id)
    {
        string directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        try
        {
            string resident = File.ReadLines(Path.Combine(directory, "status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            string[] threads = [.. Directory.GetDirectories(Path.Combine(directory, "task")).Select(Name).OfType<string>()];
            return new ProcessUse(
                BytesPerKilobyte * long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture),
                Directory.GetFileSystemEntries(Path.Combine(directory, "fd")).Length,
                threads.Count(name => !RuntimeThreads.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))),
                threads.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The median of each count.</summary>
    public static ProcessUse Median(IReadOnlyList<ProcessUse> uses) => new(
        Median(uses, use => use.ResidentBytes),
        (int)Median(uses, use => use.Descriptors),
        (int)Median(uses, use => use.Threads),
        (int)Median(uses, use => use.AllThreads));

    private static long Median(IReadOnlyList<ProcessUse> uses, Func<ProcessUse, long> count) => uses.Select(count).Order().ElementAt(uses.Count / 2);

    /// <summary>Null where the thread has just ended.</summary>
    private static string? Name(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
