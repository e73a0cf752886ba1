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
        _context = DeviceContext.Open(0);
        _stream = new DeviceStream(_context);
        _module = new KernelModule(_context, KernelImage.Read());
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
