using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Driver;

[Collection(CudaTests.Name)]
public sealed class DeviceStreamTests : StubTest
{
    private const int Length = 1000;

    private readonly DeviceContext _context;
    private readonly DeviceStream _stream;
    private readonly KernelModule _module;
    private readonly DeviceBuffer _buffer;

    public DeviceStreamTests()
    {
        // Not initialisers: those run before the base class has loaded the stub.
        _context = new DeviceContext(0);
        _stream = new DeviceStream(_context);
        _module = new KernelModule(_context, KernelImage.Text);
        _buffer = new DeviceBuffer(_context, Length * sizeof(double));
    }

    [Fact]
    public void Launch_ValuesOfEveryKind_ReachTheKernel()
    {
        Fill(2.5);
        double[] values = new double[Length];
        _stream.Download(values.AsSpan(), _buffer.Address);
        Assert.All(values, value => Assert.Equal(2.5, value));

        _stream.Launch(_module.Kernel("fill_f32"), LaunchShape.Cover(Length, 128), _buffer.At(4), -0.75f, Length);
        float[] singles = new float[Length + 1];
        _stream.Download(singles.AsSpan(), _buffer.Address);
        Assert.Equal(0x4004_0000_0000_0000, BitConverter.DoubleToInt64Bits(2.5));
        Assert.Equal(0, singles[0]);
        Assert.All(singles.Skip(1), value => Assert.Equal(-0.75f, value));
    }

    [Fact]
    public void Capture_Launches_RunsThemAtEachLaunchOfTheGraph()
    {
        _stream.Clear(_buffer.Address, _buffer.Bytes);
        using LaunchGraph graph = _stream.Capture(() => Fill(3));
        Assert.Equal(0, First());
        _stream.Launch(graph);
        Assert.Equal(3, First());
        Fill(4);
        _stream.Launch(graph);
        Assert.Equal(3, First());
    }

    /// <summary>Nothing is done before somebody waits, so that a wait that is forgotten shows.</summary>
    [Fact]
    public void Download_IntoPinnedMemory_IsThereAfterTheWait()
    {
        using var pinned = new PinnedBuffer(_context, 2 * sizeof(double));
        pinned.Span<double>(0, 2).Clear();
        Fill(7);
        _stream.Download(pinned, sizeof(double), _buffer.Address, sizeof(double));
        Assert.Equal([0, 0], pinned.Span<double>(0, 2).ToArray());
        _stream.Synchronize();
        Assert.Equal([0, 7], pinned.Span<double>(0, 2).ToArray());
    }

    [Fact]
    public void Upload_FromPinnedMemory_IsInOrder()
    {
        using var pinned = new PinnedBuffer(_context, sizeof(double));
        pinned.Span<double>(0, 1)[0] = 5;
        Fill(7);
        _stream.Upload(_buffer.Address, pinned, 0, sizeof(double));
        _stream.Copy(_buffer.At(8), _buffer.Address, 8);
        double[] values = new double[3];
        _stream.Download(values.AsSpan(), _buffer.Address);
        Assert.Equal([5, 5, 7], values);
    }

    [Fact]
    public void Copies_BesideABuffer_AreRefused()
    {
        using var pinned = new PinnedBuffer(_context, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.At(_buffer.Bytes + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _stream.Download(pinned, 4, _buffer.Address, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => pinned.Span<double>(0, 2).Length);
        CudaException failure = Assert.Throws<CudaException>(() => _stream.Clear(_buffer.At(8), _buffer.Bytes));
        Assert.Contains("clear device memory: invalid argument", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mark_Recorded_IsReachedByWaiting()
    {
        using var mark = new CudaEvent(_context);
        using var pinned = new PinnedBuffer(_context, sizeof(double));
        pinned.Span<double>(0, 1).Clear();
        mark.Synchronize();
        Fill(1);
        _stream.Download(pinned, 0, _buffer.Address, sizeof(double));
        _stream.Record(mark);
        Assert.Equal(0, pinned.Span<double>(0, 1)[0]);
        mark.Synchronize();
        Assert.Equal(1, pinned.Span<double>(0, 1)[0]);
    }

    [Fact]
    public void WaitFor_MarkOfAnotherStream_OrdersTheTwo()
    {
        using var other = new DeviceStream(_context);
        using var mark = new CudaEvent(_context);
        other.Launch(_module.Kernel("fill_f64"), LaunchShape.Cover(Length, 128), _buffer, 6.0, Length);
        other.Record(mark);
        _stream.WaitFor(mark);
        Assert.Equal(6, First());
    }

    [Fact]
    public void Capture_ForkIntoAnotherStream_IsPartOfTheGraph()
    {
        using var other = new DeviceStream(_context);
        using var fork = new CudaEvent(_context);
        using var join = new CudaEvent(_context);
        using LaunchGraph graph = _stream.Capture(() =>
        {
            Fill(1);
            _stream.Record(fork);
            other.WaitFor(fork);
            other.Launch(_module.Kernel("fill_f64"), LaunchShape.Cover(Length, 128), _buffer, 2.0, Length);
            other.Record(join);
            _stream.WaitFor(join);
        });
        Fill(9);
        other.Synchronize();
        Assert.Equal(9, First());
        _stream.Launch(graph);
        Assert.Equal(2, First());
    }

    [Fact]
    public void Capture_ForkThatIsNotJoined_IsRefused()
    {
        using var other = new DeviceStream(_context);
        using var fork = new CudaEvent(_context);
        CudaException failure = Assert.Throws<CudaException>(() => _stream.Capture(() =>
        {
            Fill(1);
            _stream.Record(fork);
            other.WaitFor(fork);
            other.Clear(_buffer.Address, 8);
        }));
        Assert.Contains("record a graph: capturing stream has unjoined work (CUDA_ERROR_STREAM_CAPTURE_UNJOINED, 904)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Capture_WorkThatThrows_LeavesTheStreamUsable()
    {
        Assert.Throws<InvalidOperationException>(() => _stream.Capture(() =>
        {
            Fill(8);
            throw new InvalidOperationException();
        }));
        Fill(4);
        Assert.Equal(4, First());
    }

    /// <summary>Waiting while recording is a mistake that a driver reports; the stream must be usable after it.</summary>
    [Fact]
    public void Capture_WaitInside_FailsAndLeavesTheStreamUsable()
    {
        CudaException failure = Assert.Throws<CudaException>(() => _stream.Capture(_stream.Synchronize));
        Assert.Contains("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", failure.Message, StringComparison.Ordinal);
        Fill(4);
        Assert.Equal(4, First());
    }

    /// <summary>The functions for graphs changed twice since CUDA 10.0.</summary>
    [Theory]
    [InlineData(10000, "cuStreamBeginCapture", "cuGraphInstantiate")]
    [InlineData(10010, "cuStreamBeginCapture_v2", "cuGraphInstantiate")]
    [InlineData(11040, "cuStreamBeginCapture_v2", "cuGraphInstantiateWithFlags")]
    public void Capture_DriverOfAnyAge_UsesTheFunctionsItHas(int version, string begin, string instantiate)
    {
        StubDriver.SetDevice(driverVersion: version);
        using DeviceContext context = new DeviceContext(0);
        using var stream = new DeviceStream(context);
        using LaunchGraph graph = stream.Capture(() => stream.Launch(_module.Kernel("fill_f64"), LaunchShape.Cover(Length, 128), _buffer, 3.0, Length));
        stream.Launch(graph);
        stream.Synchronize();
        Assert.Equal(3, First());
        Assert.Equal((1, 1), (StubDriver.Calls(begin), StubDriver.Calls(instantiate)));
    }

    /// <summary>Where an old driver lacks a function its call ends in an exception that nobody expects while something is freed.</summary>
    [Theory]
    [InlineData(10020, "cuDevicePrimaryCtxRelease", "cuDevicePrimaryCtxRelease_v2")]
    [InlineData(11000, "cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxRelease")]
    public void Dispose_DriverOfAnyAge_UsesTheFunctionItHas(int version, string used, string other)
    {
        StubDriver.SetDevice(driverVersion: version);
        new DeviceContext(0).Dispose();
        Assert.Equal((1, 0), (StubDriver.Calls(used), StubDriver.Calls(other)));
    }

    [Fact]
    public void Calls_FromAnotherThread_ReachTheSameContext()
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() =>
        {
            Fill(11);
            Assert.Equal(11, First());
        }));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private void Fill(double value) => _stream.Launch(_module.Kernel("fill_f64"), LaunchShape.Cover(Length, 128), _buffer, value, Length);

    private double First()
    {
        double[] value = new double[1];
        _stream.Download(value.AsSpan(), _buffer.Address);
        return value[0];
    }

    protected override void Dispose(bool disposing)
    {
        _buffer.Dispose();
        _module.Dispose();
        _stream.Dispose();
        _context.Dispose();
        Assert.Equal(0, StubDriver.Leaks());
        base.Dispose(disposing);
    }
}
