using Microsoft.Playwright;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

/// <summary>A real browser for the tests of the page: the one that is installed, never a downloaded one.</summary>
public sealed class Chromium : IAsyncLifetime, IDisposable
{
    private const string Variable = "STRUCTURALERROR_CHROMIUM";

    private static readonly float Milliseconds = (float)Patience.Limit.TotalMilliseconds;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly TemporaryDirectory _directory = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why no browser can be used, or null.</summary>
    public static string? Missing { get; } = Path is not null ? null
        : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? $"{Variable}={named} is not a file."
        : $"No {string.Join(", ", Names)} on PATH; install Chromium (Debian: apt-get install chromium) or let {Variable} name its program.";

    private static string? Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? (File.Exists(named) ? named : null)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(directory => Names.Select(name => System.IO.Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Missing is null)
        {
            Assertions.SetDefaultExpectTimeout(Milliseconds);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox"], Timeout = Milliseconds });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }
    }

    public void Dispose()
    {
        _playwright?.Dispose();
        _directory.Dispose();
    }

    /// <summary>The page in a window of its own.</summary>
    internal async Task<OpenReport> OpenAsync(ReportPage page, BrowserNewContextOptions? options = null)
    {
        string path = _directory.File(Guid.NewGuid().ToString("N") + ".html");
        ReportFile.Write(path, page);
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Milliseconds);
        return await OpenReport.AtAsync(await context.NewPageAsync(), path);
    }
}

/// <summary>A test that needs a browser, and is reported as skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Missing;
}
