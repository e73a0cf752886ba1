using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Specs;
using StructuralError.Tests.Cli;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class DatasetCacheTests
{
    private readonly FakeServices _services = new();
    private readonly DatasetCache _cache;

    public DatasetCacheTests() => _cache = new DatasetCache(_services);

    [Fact]
    public void Load_CallersTokenCancelled_EndsTheLoadAndKeepsNothing()
    {
        using var stop = new CancellationTokenSource();
        _services.OnLoad = stop.Cancel;
        Assert.Throws<OperationCanceledException>(() => _cache.Load(SpecFields.Defaults, stop.Token));
        _services.OnLoad = () => { };
        Assert.Same(_services.Data, _cache.Load(SpecFields.Defaults));
        Assert.Equal(2, _services.Loads);
    }

    [Fact]
    public void NameOf_CallersTokenCancelled_EndsTheLoad() =>
        Assert.Throws<OperationCanceledException>(() => _cache.NameOf(SpecFields.Defaults with { Dataset = "auto" }, new CancellationToken(canceled: true)));

    [Fact]
    public void Load_SameDataTwice_LoadsThemOnce()
    {
        DatasetPair first = _cache.Load(SpecFields.Defaults);
        Assert.Same(first, _cache.Load(SpecFields.Defaults with { Seed = 7 }));
        Assert.Equal(1, _services.Loads);
    }

    [Fact]
    public void Load_OtherLabelsOfTheSameData_LoadsThemOnce()
    {
        RunSpec limited = SpecFields.Defaults with { Labels = new LabelSettings { Limit = 3 } }, smooth = SpecFields.Defaults with { Labels = new LabelSettings { Smoothing = 0.1 } };
        Assert.Equal(3, _cache.Load(limited).Train.Count);
        Assert.True(_cache.Load(smooth).Train.IsSoft);
        Assert.Same(_cache.Load(smooth), _cache.Load(smooth));
        Assert.Same(_services.Data, _cache.Load(SpecFields.Defaults));
        Assert.Equal(1, _services.Loads);
    }
}
