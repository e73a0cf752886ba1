using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Data;

/// <summary><c>--soft-labels</c>: distributions of the training labels from a file beside them.</summary>
public sealed class SoftLabelFileTests : IDisposable
{
    private const string Name = "train-soft-labels-idx2-double";

    private readonly TemporaryDirectory _directory = new();

    public SoftLabelFileTests()
    {
        // Ten classes.
        foreach ((string name, byte[] content) in IdxBytes.SmallSet(train: 3, test: 10))
        {
            File.WriteAllBytes(_directory.File(name), content);
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_Distributions_AreTheTargets(bool isFloat32)
    {
        double[] rows = Rows();
        Write(isFloat32 ? IdxBytes.Float32(3, 10, rows) : IdxBytes.Float64(3, 10, rows));
        DatasetPair data = Load();
        Assert.Equal(10, data.Train.TargetClasses);
        Assert.Equal([0, 1, 2], data.Train.Labels);
        Assert.False(data.Test.IsSoft);
        for (int n = 0; n < 3; n++)
        {
            Assert.Equal(1, data.Train.TargetOf(n).ToArray().Sum(), 1e-15);
        }

        Numbers.AssertWithin(rows, data.Train.Targets, isFloat32 ? 1e-7 : 1e-15, "targets");
        Assert.Equal(IdxBytes.Sha256(File.ReadAllBytes(_directory.File(Name))), data.Sha256[Name]);
        Assert.Equal(5, data.Sha256.Count);
        Assert.Equal(data.Sha256, DatasetProvider.FindHashes(_directory.Path, data.Name, _directory.Path, new DatasetOptions { SoftLabels = true }));
    }

    [Fact]
    public void Load_MoreColumnsThanClasses_GivesTheNetworkMoreClasses()
    {
        double[] rows = new double[3 * 12];
        (rows[11], rows[12], rows[24]) = (1, 1, 1);
        Write(IdxBytes.Float64(3, 12, rows));
        Assert.Equal(12, Load().Classes);
    }

    [Fact]
    public void Load_WithoutTheOption_TheFileIsNotLookedAt()
    {
        File.WriteAllText(_directory.File(Name), "nonsense");
        DatasetPair data = Load(softLabels: false);
        Assert.False(data.Train.IsSoft);
        Assert.Equal(4, data.Sha256.Count);
    }

    [Fact]
    public void Load_RowOffByLessThanTheTolerance_IsDividedByItsSum()
    {
        double[] rows = Rows();
        rows[0] += 5e-7;
        Write(IdxBytes.Float64(3, 10, rows));
        Assert.Equal(1, Load().Train.TargetOf(0).ToArray().Sum(), 1e-15);
    }

    [Theory]
    [InlineData(-1e-9, "value -1E-09 of sample 1, class 2 is no probability")]
    [InlineData(double.NaN, "value NaN of sample 1, class 2 is no probability")]
    [InlineData(double.PositiveInfinity, "value Infinity of sample 1, class 2 is no probability")]
    [InlineData(2e-6, "the row of sample 1 sums to 0.800002")]
    public void Load_RowThatIsNoDistribution_IsRefused(double value, string expected)
    {
        double[] rows = Rows();
        rows[12] = value;
        Write(IdxBytes.Float64(3, 10, rows));
        Refused(expected);
    }

    [Theory]
    [InlineData(4, 10, "holds 4 rows of 10; there are 3 training samples of 10 classes")]
    [InlineData(3, 9, "holds 3 rows of 9; there are 3 training samples of 10 classes")]
    [InlineData(3, 257, "holds 3 rows of 257; there are 3 training samples of 10 classes")]
    public void Load_OtherSize_IsRefused(int samples, int classes, string expected)
    {
        Write(IdxBytes.Float64(samples, classes, new double[samples * classes]));
        Refused(expected);
    }

    [Fact]
    public void Load_OtherElements_AreRefused()
    {
        Write(IdxBytes.File(8, [3, 10], new byte[30]));
        Refused("soft labels must be float32 or float64 [n, classes], these are U8 [3, 10]");
    }

    [Fact]
    public void Load_NoFile_IsRefused() => Refused("no file train-soft-labels* (plain or .gz; for example train-soft-labels-idx2-double)");

    [Fact]
    public void Load_TwoFiles_IsRefused()
    {
        Write(IdxBytes.Float64(3, 10, Rows()));
        File.Copy(_directory.File(Name), _directory.File("train-soft-labels-2"));
        Refused("several files fit train-soft-labels*");
    }

    [Fact]
    public void Load_DrawnData_HasNoPlaceForThem()
    {
        var exception = Assert.Throws<UserErrorException>(() => SoftLabelFile.AddTo(new DatasetPair("digits", "drawn", Empty(), Empty(), new Dictionary<string, string>()), default));
        Assert.Contains("soft_labels: digits has no files that soft labels could lie beside", exception.Message, StringComparison.Ordinal);

        static Dataset Empty() => new("digits", TensorShape.Vector(1), Array.Empty<byte>(), []);
    }

    private void Refused(string expected) =>
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => Load()).Message, StringComparison.Ordinal);

    private DatasetPair Load(bool softLabels = true) =>
        DatasetProvider.LoadAsync(_directory.Path, new DatasetOptions { SoftLabels = softLabels }).GetAwaiter().GetResult();

    private static double[] Rows() =>
        [.. Enumerable.Range(0, 3).SelectMany(n => Enumerable.Range(0, 10).Select(c => c == n ? 0.7 : c == n + 1 ? 0.2 : c == n + 3 ? 0.1 : 0))];

    private void Write(byte[] content) => File.WriteAllBytes(_directory.File(Name), content);
}
