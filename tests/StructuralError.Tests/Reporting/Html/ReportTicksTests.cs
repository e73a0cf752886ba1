using System.Text.Json;
using System.Text.Json.Nodes;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Interaction;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

/// <summary>An axis of the page can be enlarged without steps, so that its ticks are chosen by the script: by the rule of the drawing, which C# has.</summary>
[Trait("Speed", "Slow")]
public sealed class ReportTicksTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Parts = 2000;
    private const int Deepest = 256;

    private static readonly string Script = $$"""
        parts => {
          {{Asset.Text("numbers.js")}}
          {{Asset.Text("axis.js")}}
          return JSON.stringify(JSON.parse(parts).map(({ axis, low, high, atMost }) => {
            const view = new View(axis.min, axis.max, axis.deepest);
            [view.low, view.high] = [low, high];
            return new Axis(axis, view, 0, 1).ticks(atMost);
          }));
        }
        """;

    [Fact(Skip = Needs.ChromiumReason, SkipUnless = nameof(Needs.Chromium), SkipType = typeof(Needs))]
    public async Task Ticks_AnyPartOfAnyAxis_AreThoseOfTheDrawing()
    {
        System.Random random = new(7);
        Part[] parts = [.. Enumerable.Range(0, Parts).Select(_ => Draw(random))];
        await using OpenReport report = await chromium.OpenAsync(SamplePages.Full);
        using JsonDocument found = JsonDocument.Parse(await report.Page.EvaluateAsync<string>(Script, Write(parts)));

        Assert.Equal(Parts, found.RootElement.GetArrayLength());
        foreach ((Part part, JsonElement ticks) in parts.Zip(found.RootElement.EnumerateArray()))
        {
            IReadOnlyList<Tick> expected = part.Shown.Ticks(part.AtMost, part.Axis.WholeNumbers);
            Assert.Equal((part, string.Join(" ", expected.Select(tick => tick.Label))), (part, string.Join(" ", Labels(ticks))));
            double slack = 1e-9 * (part.Shown.Maximum - part.Shown.Minimum);
            Assert.All(expected.Zip(ticks.EnumerateArray()), pair => Assert.Equal(part.Shown.Along(pair.First.Value), pair.Second.GetProperty("along").GetDouble(), slack));
        }
    }

    private static IEnumerable<string?> Labels(JsonElement ticks) => ticks.EnumerateArray().Select(tick => tick.GetProperty("label").GetString());

    private static string Write(Part[] parts) => new JsonArray([.. parts.Select(part => new JsonObject
    {
        ["axis"] = PanelData.Axis(part.Axis, part.Whole, 0, Deepest),
        ["low"] = part.Shown.Minimum,
        ["high"] = part.Shown.Maximum,
        ["atMost"] = part.AtMost,
    })]).ToJsonString();

    /// <summary>Linear, logarithmic or of whole numbers, of all sizes; a part of any depth, or all of it.</summary>
    private static Part Draw(System.Random random)
    {
        Axis axis = new() { Logarithmic = random.Next(3) == 0, WholeNumbers = random.Next(3) == 0 };
        axis = axis with { WholeNumbers = axis.WholeNumbers && !axis.Logarithmic };
        double size = Math.Pow(10, axis.WholeNumbers ? random.NextDouble() * 9 : (random.NextDouble() * 24) - 12);
        double start = ((random.NextDouble() * 4) - 2) * size, length = size * Math.Pow(10, -4 * random.NextDouble());
        AxisRange whole = axis switch
        {
            { Logarithmic: true } => new((random.NextDouble() * 20) - 10, 0, true),
            { WholeNumbers: true } => new(Math.Floor(start), Math.Floor(start) + Math.Ceiling(length), false),
            _ => new(start, start + length, false),
        };
        whole = axis.Logarithmic ? whole with { Maximum = whole.Minimum + 0.3 + (12 * random.NextDouble()) } : whole;
        double span = (whole.Maximum - whole.Minimum) * Math.Pow(Deepest, -random.NextDouble());
        double low = whole.Minimum + (random.NextDouble() * (whole.Maximum - whole.Minimum - span));
        AxisRange shown = random.Next(10) == 0 ? whole : whole with { Minimum = low, Maximum = low + span };
        return new Part(axis, whole, shown, random.Next(1, 11));
    }

    private sealed record Part(Axis Axis, AxisRange Whole, AxisRange Shown, int AtMost);
}
