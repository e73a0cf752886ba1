using Microsoft.Playwright;

namespace StructuralError.Tests.Reporting.Html;

/// <summary>A report in a browser, with all it complained of and asked for.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private OpenReport(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Complaints.Add(message.Text);
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Whatever stands on the console; blocked loads are among it.</summary>
    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public ILocator Readout => Page.Locator("#figure2 .readout");

    public static async Task<OpenReport> AtAsync(IPage page, string path)
    {
        OpenReport report = new(page);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return report;
    }

    /// <summary>Where the values of a panel of figure 2 are read.</summary>
    public ILocator Panel(int index) => Page.Locator("#figure2 .target").Nth(index);

    public ILocator Legend(string name) => Page.Locator("#figure2 .se-legend").Filter(new LocatorFilterOptions { HasText = name });

    /// <summary>All drawn for a key in figure 2: its mean, its faint runs.</summary>
    public ILocator Curves(string key) => Page.Locator($"#figure2 .se-series[data-key='{key}']");

    public ILocator Button(string name) => Page.Locator("#figure2 .toolbar").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    /// <summary>The mouse at a place of a panel, as shares of its width and height.</summary>
    public async Task MoveMouseAsync(int panel, double x, double y)
    {
        await Panel(panel).ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await Panel(panel).BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync((float)(box.X + (x * box.Width)), (float)(box.Y + (y * box.Height)), new MouseMoveOptions { Steps = 3 });
    }

    public async Task DragAsync(int panel, (double X, double Y) from, (double X, double Y) to)
    {
        await MoveMouseAsync(panel, from.X, from.Y);
        await Page.Mouse.DownAsync();
        await MoveMouseAsync(panel, to.X, to.Y);
        await Page.Mouse.UpAsync();
    }

    /// <summary>What a person sees of a panel's x axis: the first and the last label below it.</summary>
    public async Task<IReadOnlyList<string>> StepLabelsAsync(int panel) => await Page.EvaluateAsync<string[]>(
        "panel => [...document.querySelectorAll('#figure2 .se-panel')[panel].querySelectorAll('text[text-anchor=\"middle\"]')].filter(text => !text.hasAttribute('transform') && text.textContent !== 'step' && text.getClientRects().length > 0).map(text => text.textContent)",
        panel);

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());
}
