using Spectre.Console;
using StructuralError.Cli.Progress;
using StructuralError.Core.Training;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class BarProgressTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(46)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(200)]
    public void Show_AnyWidth_DoesNotBreak(int width)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new FixedWidth(text, width),
        });
        var clock = new ManualClock();
        TrainingResult result = new BarProgress(console, clock).Show(100, sink =>
        {
            for (int step = 0; step < 100; step++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(60));
                sink.Stepped(new StepStatus(step, 100, 0, 0.5, 0.25));
            }

            return new TrainingResult(TrainingOutcome.Completed, 100, 100, 0.5, 0.25, 0, 0, TimeSpan.Zero);
        });

        Assert.Equal(100, result.Steps);
        if (width >= 30)
        {
            Assert.Contains("step 100/100", text.ToString(), StringComparison.Ordinal);
        }

        if (width >= 90)
        {
            Assert.Contains("loss 0.5000, accuracy 0.250, 0 s left", text.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Show_TrainingThrows_TheExceptionComesThroughAsItIs()
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new FixedWidth(text, 80) });
        Assert.Throws<IOException>(() => new BarProgress(console, TimeProvider.System).Show(1, _ => throw new IOException("disk")));
    }

    private sealed class FixedWidth(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
