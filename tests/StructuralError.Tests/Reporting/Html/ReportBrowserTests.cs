using System.Text;
using Microsoft.Playwright;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html.Model;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace StructuralError.Tests.Reporting.Html;

/// <summary>The page as people use it, in a real Chromium.</summary>
[Trait("Speed", "Slow")]
public sealed class ReportBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Open_AnyPage_ComplainsOfNothingAndAsksForNothing()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);

        await Expect(report.Page.Locator(".target")).ToHaveCountAsync(4);
        await report.MoveMouseAsync(0, 0.5, 0.5);
        Assert.Empty(report.Complaints);
        Assert.StartsWith("file://", Assert.Single(report.Requests), StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Open_HostileNames_AreNotRun()
    {
        Figure figure = SamplePages.Curves("figure2") with { Title = SamplePages.Hostile };
        figure = figure with { Panels = [.. figure.Panels.Select(panel => panel with { Title = SamplePages.Hostile, Series = [.. panel.Series.Select(series => series with { Key = SamplePages.Hostile, Name = SamplePages.Hostile })] })] };
        await using OpenReport report = await chromium.OpenAsync(new ReportPage { Title = SamplePages.Hostile, Figures = [figure] });
        report.Page.Dialog += (_, dialog) => report.Complaints.Add("dialog: " + dialog.Message);

        await report.MoveMouseAsync(0, 0.5, 0.5);
        await report.Page.Locator(".se-legend").First.ClickAsync();
        await report.MoveMouseAsync(0, 0.4, 0.5);
        Assert.Empty(report.Complaints);
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Hover_OverAPanel_ReadsTheValuesAtTheNearestStep()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);

        await Expect(report.Readout).ToBeHiddenAsync();
        await report.MoveMouseAsync(0, 0.401, 0.3);
        await Expect(report.Readout.Locator("p")).ToHaveTextAsync(["step 40", "rising 4.000 (3.000 to 5.000)", "falling −4.000"]);
        await report.MoveMouseAsync(0, 0.5, 0.3);
        await Expect(report.Readout.Locator("p")).ToHaveTextAsync(["step 50", "rising 5.000 (4.000 to 6.000)", "falling –"]);
        await report.MoveMouseAsync(1, 0.5, 0.3);
        await Expect(report.Readout.Locator("p")).ToHaveTextAsync(["step 50", "Below 100"]);
        await report.Page.Mouse.MoveAsync(1, 1);
        await Expect(report.Readout).ToBeHiddenAsync();
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Legend_ClickAndKeys_SwitchACurveWithAllThatBelongsToIt()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);
        ILocator entry = report.Legend("rising");

        await Expect(report.Curves("rising")).ToHaveCountAsync(3);
        await entry.ClickAsync();
        await Expect(entry).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(report.Legend("falling")).ToHaveAttributeAsync("aria-pressed", "true");
        foreach (ILocator curve in await report.Curves("rising").AllAsync())
        {
            await Expect(curve).ToBeHiddenAsync();
        }

        await Expect(report.Page.Locator("#figure2 .se-band")).ToBeHiddenAsync();
        await Expect(report.Curves("falling").Locator("path")).ToBeVisibleAsync();
        await Expect(report.Page.Locator("#figure3 .se-series[data-key='rising'] path").First).ToBeVisibleAsync();
        await report.MoveMouseAsync(0, 0.401, 0.3);
        await Expect(report.Readout.Locator("p")).ToHaveTextAsync(["step 40", "falling −4.000"]);

        await entry.FocusAsync();
        await report.Page.Keyboard.PressAsync("Enter");
        await Expect(entry).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(report.Page.Locator("#figure2 .se-band path")).ToBeVisibleAsync();
        await report.Page.Keyboard.PressAsync(" ");
        await Expect(entry).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Drag_OverAPanel_EnlargesAllThatShareTheScaleAndADoubleClickShowsAll()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);
        ILocator path = report.Curves("rising").Last.Locator("path");
        string whole = (await path.GetAttributeAsync("d"))!;

        Assert.Equal("100", (await report.StepLabelsAsync(0))[^1]);
        await report.DragAsync(0, (0.199, 0.5), (0.401, 0.52));
        IReadOnlyList<string> labels = await report.StepLabelsAsync(0);
        Assert.Equal(("20", "40"), (labels[0], labels[^1]));
        Assert.Equal(labels, await report.StepLabelsAsync(1));
        Assert.NotEqual(whole, await path.GetAttributeAsync("d"));
        Assert.Equal("2", await path.GetAttributeAsync("stroke-width"));
        // Faint runs have no values to be drawn from anew: they are carried along.
        await Expect(report.Curves("rising").First.Locator("path")).ToHaveAttributeAsync("vector-effect", "non-scaling-stroke");
        await report.MoveMouseAsync(0, 0.5, 0.5);
        await Expect(report.Readout.Locator("p").First).ToHaveTextAsync("step 30");

        await report.Panel(0).DblClickAsync();
        Assert.Equal("100", (await report.StepLabelsAsync(0))[^1]);
        Assert.Equal(whole, await path.GetAttributeAsync("d"));
        Assert.Empty(report.Complaints);
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Drag_Diagonally_EnlargesBothAxesToWhatWasFramed()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);

        // From y = 6 to y = 0: the frame's edges become the panel's.
        await report.DragAsync(0, (0.2, 0.25), (0.6, 0.5));
        await report.MoveMouseAsync(0, 0.5, 0.5);
        await Expect(report.Readout.Locator("p").First).ToHaveTextAsync("step 40");
        double[] dots = await report.Page.EvaluateAsync<double[]>(
            "() => { const panel = document.querySelector('#figure2 .target').getBoundingClientRect(); return [...document.querySelectorAll('#figure2 .dot')].map(dot => { const box = dot.getBoundingClientRect(); return (box.top + box.bottom - 2 * panel.top) / 2 / panel.height; }); }");
        // Rising is at 4: a third from the top. Falling is below the frame.
        Assert.Equal(1.0 / 3, Assert.Single(dots), 0.02);
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Keyboard_Alone_ReachesAndDoesEverything()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);
        IKeyboard keys = report.Page.Keyboard;

        await report.Button("Show all of every panel").FocusAsync();
        List<string> reached = [];
        for (int i = 0; i < 4; i++)
        {
            await keys.PressAsync("Tab");
            reached.Add(await report.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label')"));
        }

        Assert.Equal(["Show rising", "Show falling", "Values of Above along step", "Values of Below along step"], reached);
        await keys.PressAsync("Shift+Tab");
        Assert.NotEqual("none", await report.Panel(0).EvaluateAsync<string>("panel => getComputedStyle(panel).stroke"));
        await keys.PressAsync("Home");
        await keys.PressAsync("ArrowRight");
        await Expect(report.Readout.Locator("p").First).ToHaveTextAsync("step 1");
        await Expect(report.Panel(0)).ToHaveAttributeAsync("aria-valuetext", "step 1: rising 0.100 (−0.900 to 1.100), falling −0.100");
        await keys.PressAsync("+");
        Assert.NotEqual("100", (await report.StepLabelsAsync(0))[^1]);
        await keys.PressAsync("End");
        await Expect(report.Readout.Locator("p").First).ToHaveTextAsync("step 100");
        await keys.PressAsync("Escape");
        Assert.Equal("0", (await report.StepLabelsAsync(0))[0]);
        await keys.PressAsync("Escape");
        await Expect(report.Readout).ToBeHiddenAsync();
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Buttons_ZoomInAndOut_ChangeEveryPanel()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);

        await report.Button("Zoom in").ClickAsync();
        Assert.Equal(("30", "70"), ((await report.StepLabelsAsync(1))[0], (await report.StepLabelsAsync(1))[^1]));
        await report.Button("Zoom out").ClickAsync();
        Assert.Equal("100", (await report.StepLabelsAsync(1))[^1]);
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Links_ToEvidenceAndFigures_LeadThere()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);

        await report.Page.Locator("#section-findings").GetByText("Sentence of gap-narrows.").First.ClickAsync();
        Assert.EndsWith("#gap-narrows", report.Page.Url, StringComparison.Ordinal);

        // The link opens what was folded.
        await Expect(report.Page.Locator("#gap-narrows dl")).ToBeInViewportAsync();
        await report.Page.Locator("#gap-narrows").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "figure 2" }).ClickAsync();
        await Expect(report.Page.Locator("#figure2 h3")).ToBeInViewportAsync();
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Runs_ClickOnAHeader_SortsAscendingThenDescending()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);
        ILocator table = report.Page.Locator("table.sortable").Last;
        ILocator accuracy = table.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Test accuracy" });

        await accuracy.ClickAsync();
        await Expect(table.Locator("tbody th")).ToHaveTextAsync(["mnist-a-k1-s0", "mnist-a-k1-s1", "mnist-a-k1-s2"]);
        await accuracy.ClickAsync();
        // The failed run has no accuracy: last both ways.
        await Expect(table.Locator("tbody th")).ToHaveTextAsync(["mnist-a-k1-s1", "mnist-a-k1-s0", "mnist-a-k1-s2"]);
        await Expect(table.Locator("th[aria-sort='descending']")).ToHaveTextAsync("Test accuracy");
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Phone_NarrowScreen_NothingButBoxesScrollSidewaysAndATapReads()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });

        Assert.Equal(360, await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.True(await report.Page.Locator("#figure2 .se-panel text").First.EvaluateAsync<double>("text => text.getBoundingClientRect().height") > 9);
        LocatorBoundingBoxResult box = (await report.Panel(0).BoundingBoxAsync())!;
        await report.Panel(0).ScrollIntoViewIfNeededAsync();
        await report.Panel(0).TapAsync(new LocatorTapOptions { Position = new Position { X = (float)(0.2 * box.Width), Y = 40 } });
        await Expect(report.Readout.Locator("p").First).ToHaveTextAsync("step 20");
        await report.Button("Zoom in").TapAsync();
        await Expect(report.Readout.Locator("p").First).ToHaveTextAsync("step 20");
        Assert.NotEqual("100", (await report.StepLabelsAsync(0))[^1]);
        Assert.Equal(360, await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task NoScript_ShowsEverythingAndNoDeadControl()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full, new BrowserNewContextOptions { JavaScriptEnabled = false });

        await Expect(report.Page.Locator("#figure2 svg")).ToBeVisibleAsync();
        await Expect(report.Page.GetByText("mnist-a-k1-s1")).ToBeVisibleAsync();
        await Expect(report.Page.Locator("button")).ToHaveCountAsync(0);
        await Expect(report.Page.Locator(".hint.only-script")).ToBeHiddenAsync();
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Dark_Screen_IsDarkAndPaperIsLight()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full, new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        const string Colours = "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('#figure2 .se-paper-f')).fill]";

        Assert.Equal(["rgb(13, 17, 23)", "rgb(13, 17, 23)"], await report.Page.EvaluateAsync<string[]>(Colours));
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal(["rgb(255, 255, 255)", "rgb(255, 255, 255)"], await report.Page.EvaluateAsync<string[]>(Colours));
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Print_GivesPagesWithoutControls()
    {
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);

        byte[] pdf = await report.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf, 0, 8), StringComparison.Ordinal);
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Expect(report.Page.Locator("#figure2 .toolbar")).ToBeHiddenAsync();
        Assert.Equal("avoid", await report.Page.Locator("#figure2").EvaluateAsync<string>("figure => getComputedStyle(figure).breakInside"));
        Assert.True(await report.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"));
    }

    /// <summary>There is one rule: what the script writes on an enlarged axis is what the drawing of that part would have.</summary>
    [Theory(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    [InlineData(0, 1, false)]
    [InlineData(-3, 5, false)]
    [InlineData(0, 4e12, false)]
    [InlineData(1e-9, 3e-8, false)]
    [InlineData(20_000, 90_000, false)]
    [InlineData(1e-6, 1e6, true)]
    [InlineData(2, 3, true)]
    [InlineData(1e-100, 1e100, true)]
    public async Task Zoom_AnyAxis_TicksAreThoseOfTheDrawing(double low, double high, bool logarithmic)
    {
        double[] xs = [.. Enumerable.Range(0, 101).Select(i => logarithmic ? low * Math.Pow(high / low, i / 100.0) : low + ((high - low) * i / 100))];
        Panel panel = new()
        {
            X = new Axis { Label = "step", Logarithmic = logarithmic, Padding = 0 },
            Y = new Axis(),
            Series = [new Series { Key = "y", Name = "y", X = xs, Y = [.. Enumerable.Range(0, 101).Select(i => (double)i)], Ink = Ink.Blue }],
        };
        Figure figure = SamplePages.Curves("figure2") with { Panels = [panel] };
        await using OpenReport report = await chromium.OpenAsync(new ReportPage { Title = "Ticks", Figures = [figure] });

        await report.Button("Zoom in").ClickAsync();
        IReadOnlyList<string> labels = await report.StepLabelsAsync(0);
        AxisRange whole = AxisRange.Of(xs, panel.X), part = whole with
        {
            Minimum = (0.75 * whole.Minimum) + (0.25 * whole.Maximum),
            Maximum = (0.25 * whole.Minimum) + (0.75 * whole.Maximum),
        };
        Assert.Contains(labels, Enumerable.Range(2, 9).Select(atMost => part.Ticks(atMost, wholeNumbers: false).Select(tick => tick.Label).ToArray()));
        Assert.Empty(report.Complaints);
    }

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Table_OfManyRuns_IsFoldedAndShownInPrint()
    {
        ReportPage page = SamplePages.Full;
        await using OpenReport report = await chromium.OpenAsync(page with { Runs = [.. Enumerable.Repeat(page.Runs[0], 40)] });
        ILocator last = report.Page.Locator("#section-runs details tbody tr").Last;

        await Expect(last).ToBeHiddenAsync();
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await last.EvaluateAsync<bool>("row => row.checkVisibility({ contentVisibilityAuto: true })"));
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await report.Page.Locator("#section-runs summary").First.FocusAsync();
        await report.Page.Keyboard.PressAsync("Enter");
        await Expect(last).ToBeVisibleAsync();
        Assert.Empty(report.Complaints);
    }
}
