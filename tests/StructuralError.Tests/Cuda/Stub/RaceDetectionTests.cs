using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Driver;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Cuda.Stub;

/// <summary>
/// What the stub reports where it was built to check for races (<see cref="RaceTests"/> starts a process for that), and that it reports nothing otherwise.
/// </summary>
[Collection(CudaTests.Name)]
public sealed class RaceDetectionTests : StubTest
{
    private const int Length = 64;

    private readonly DeviceContext _context;
    private readonly DeviceStream _one, _other;
    private readonly CudaEvent _mark;
    private readonly KernelModule _module;
    private readonly DeviceBuffer _buffer;
    private string _expected = string.Empty;

    public RaceDetectionTests()
    {
        _context = new DeviceContext(0);
        _one = new DeviceStream(_context);
        _other = new DeviceStream(_context);
        _mark = new CudaEvent(_context);
        _module = new KernelModule(_context, KernelImage.Text);
        _buffer = new DeviceBuffer(_context, 2 * Length * sizeof(double));
    }

    protected override string ExpectedReport => _expected;

    [Fact]
    public void RaceDetection_Mode_TookEffect() => Assert.Equal(StubBuild.ChecksRaces, StubDriver.ChecksRaces);

    /// <summary>Blocks, warps, barriers, shared memory: see Stub/check_races.cpp. On a thread that has run no block yet, where the stub crashed.</summary>
    [Fact]
    public void RaceDetection_OwnChecks_Pass()
    {
        string? faults = null;
        Thread fresh = new(() => faults = StubDriver.CheckRaces());
        fresh.Start();
        Assert.True(fresh.Join(Patience.Limit), "the checks do not end");
        Assert.Empty(faults!);
    }

    [Fact]
    public void Launches_InTwoStreams_WithoutAMark_AreReported()
    {
        Fill(_one);
        Fill(_other);
        _one.Synchronize();
        _other.Synchronize();
        Expect("race: fill_f64 writes what was written by fill_f64 in another stream, and nothing orders the two (byte 0 of 1024)");
    }

    [Fact]
    public void Copy_InAnotherStream_WithoutAMark_IsReported()
    {
        Fill(_one);
        _other.Copy(_buffer.At(Length * sizeof(double)), _buffer.Address, 8);
        _one.Synchronize();
        _other.Synchronize();
        Expect("race: a copy reads what was written by fill_f64 in another stream, and nothing orders the two (byte 0 of 1024)");
    }

    [Fact]
    public void Launches_OfOtherMemory_AreNotReported()
    {
        Fill(_one);
        _other.Launch(_module.Kernel("fill_f64"), LaunchShape.Cover(Length, 32), _buffer.At(Length * sizeof(double)), 1.0, Length);
        _one.Synchronize();
        _other.Synchronize();
    }

    [Fact]
    public void Launches_InTwoStreams_WithAMark_AreNotReported()
    {
        Fill(_one);
        _one.Record(_mark);
        _other.WaitFor(_mark);
        Fill(_other);
        _other.Synchronize();
    }

    [Fact]
    public void Launches_InTwoStreams_TheMarkTooEarly_AreReported()
    {
        _one.Record(_mark);
        Fill(_one);
        _other.WaitFor(_mark);
        Fill(_other);
        _one.Synchronize();
        _other.Synchronize();
        Expect("race: fill_f64 writes what was written by fill_f64 in another stream, and nothing orders the two (byte 0 of 1024)");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Launches_TheHostWaitedBetween_AreNotReported(bool byMark)
    {
        Fill(_one);
        _one.Record(_mark);
        if (byMark)
        {
            _mark.Synchronize();
        }
        else
        {
            _one.Synchronize();
        }

        Fill(_other);
        _other.Synchronize();
    }

    /// <summary>A graph with a branch, as the engine's: what the branch writes, the next step reads.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Graph_Branch_IsOrderedByItsForkAndJoin(bool forksLate, bool joinsEarly)
    {
        using var joined = new CudaEvent(_context);
        using LaunchGraph graph = _one.Capture(() =>
        {
            if (!forksLate)
            {
                _one.Record(_mark);
            }

            Fill(_one);
            if (forksLate)
            {
                _one.Record(_mark);
            }

            _other.WaitFor(_mark);
            Fill(_other);
            _other.Record(joined);
            if (joinsEarly)
            {
                _one.WaitFor(joined);
            }

            Fill(_one);
            if (!joinsEarly)
            {
                _one.WaitFor(joined);
            }
        });
        _one.Launch(graph);
        _one.Launch(graph);
        Fill(_one);
        _one.Synchronize();
        if (!forksLate || !joinsEarly)
        {
            Expect("race: fill_f64 writes what was written by fill_f64 in another stream, and nothing orders the two (byte 0 of 1024)");
        }
    }

    protected override void Dispose(bool disposing)
    {
        _buffer.Dispose();
        _module.Dispose();
        _mark.Dispose();
        _other.Dispose();
        _one.Dispose();
        _context.Dispose();
        base.Dispose(disposing);
    }

    private void Fill(DeviceStream stream) => stream.Launch(_module.Kernel("fill_f64"), LaunchShape.Cover(Length, 32), _buffer, 2.5, Length);

    private void Expect(string race) => _expected = StubDriver.ChecksRaces ? race + "\n" : string.Empty;
}
