using Microsoft.Playwright;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

/// <summary>A real browser for the tests of the page: the one that is installed, never a downloaded one.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "STRUCTURALERROR_CHROMIUM";

    private static readonly float Milliseconds = (float)Patience.Limit.TotalMilliseconds;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly TemporaryDirectory _directory = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser's program, or null where there is none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? (File.Exists(named) ? named : null)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(directory => Names.Select(name => System.IO.Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is not null)
        {
            Assertions.SetDefaultExpectTimeout(Milliseconds);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox"], Timeout = Milliseconds });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

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
