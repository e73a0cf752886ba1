using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

/// <summary><c>--dataset PATH</c>: any directory of IDX files.</summary>
public sealed class IdxDirectoryTests : IDisposable
{
    private static readonly string[] Set = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3", "train-labels.idx1", "test-images.idx3", "test-labels.idx1")]
    [InlineData("train-images.gz", "train-labels", "t10k-images", "test-labels.gz")]
    public async Task Load_UsualNames_TakesTheDirectorysName(params string[] names)
    {
        Write(names, IdxBytes.Images(5), IdxBytes.Labels(5), IdxBytes.Images(3), IdxBytes.Labels(3));
        DatasetPair data = await LoadAsync();
        Assert.Equal(Path.GetFileName(_directory.Path), data.Name);
        Assert.Equal(_directory.Path, data.Source);
        Assert.Equal((5, 3), (data.Train.Count, data.Test.Count));
        Assert.Equal(IdxBytes.Images(5)[16..], data.Train.Bytes.ToArray());
        Assert.Equal(IdxBytes.Sha256(IdxBytes.Images(5)), data.Sha256[names[0].Replace(".gz", "", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Load_FloatImagesWithChannels_StayAsTheyAre()
    {
        byte[] values = Convert.FromHexString("3f800000c02000003e8000003f8000004200000000000000");
        byte[] images = IdxBytes.File(0x0D, [2, 3, 1, 1], values);
        Write(images, IdxBytes.Labels(2), images, IdxBytes.Labels(2));
        DatasetPair data = await LoadAsync();
        Assert.Equal(TensorShape.Image(3, 1, 1), data.Train.SampleShape);
        Assert.True(data.Train.Bytes.IsEmpty);
        float[] sample = new float[3];
        data.Train.CopySample(1, sample);
        Assert.Equal([1f, 32f, 0f], sample);
        data.Train.CopySample(0, sample);
        Assert.Equal([1f, -2.5f, 0.25f], sample);
    }

    [Fact]
    public async Task Load_Int32Labels_AreTaken()
    {
        byte[] labels = IdxBytes.File(0x0C, [2], [0, 0, 0, 7, 0, 0, 0, 255]);
        Write(IdxBytes.Images(2), labels, IdxBytes.Images(2), labels);
        Assert.Equal([7, 255], (await LoadAsync()).Train.Labels);
    }

    [Theory]
    [InlineData(0x0C, "00000001" + "00000100", "label 256 of sample 1 is not a whole number from 0 to 255")]
    [InlineData(0x09, "00ff", "label -1 of sample 1")]
    [InlineData(0x0D, "3f800000" + "3fc00000", "label 1.5 of sample 1")]
    [InlineData(0x0D, "7fc00000" + "3f800000", "label NaN of sample 0")]
    public async Task Load_ImpossibleLabel_IsNamed(byte type, string data, string expected)
    {
        Write(IdxBytes.Images(2), IdxBytes.File(type, [2], Convert.FromHexString(data)), IdxBytes.Images(2), IdxBytes.Labels(2));
        await AssertBadAsync(expected);
    }

    [Theory]
    [InlineData(0x0D, "3f800000" + "7f800000")]
    [InlineData(0x0E, "3ff0000000000000" + "7fe0000000000000")]
    public async Task Load_PixelThatIsNotFinite_IsNamed(byte type, string data)
    {
        Write(IdxBytes.File(type, [2, 1, 1], Convert.FromHexString(data)), IdxBytes.Labels(2), IdxBytes.Images(2), IdxBytes.Labels(2));
        await AssertBadAsync("of sample 1 is not a finite float32 number");
    }

    [Theory]
    [InlineData("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte", "emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte")]
    [InlineData("qmnist-train-images-idx3-ubyte.gz", "qmnist-train-labels-idx2-int.gz", "qmnist-test-images-idx3-ubyte.gz", "qmnist-test-labels-idx2-int.gz")]
    public async Task Load_CommonPrefix_IsTaken(params string[] names)
    {
        Write(names, IdxBytes.Images(20), IdxBytes.Labels(20), IdxBytes.Images(10), IdxBytes.Labels(10));
        _directory.Write("qmnist-train-labels.tsv.gz", [1]);
        DatasetPair data = await LoadAsync();
        Assert.Equal((20, 10), (data.Train.Count, data.Test.Count));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Load_SeveralPrefixes_SaysHowToChoose()
    {
        foreach (string prefix in (string[])["emnist-letters-", "emnist-digits-"])
        {
            Write([.. Set.Select(name => prefix + name)], IdxBytes.Images(2), IdxBytes.Labels(2), IdxBytes.Images(2), IdxBytes.Labels(2));
        }

        await AssertBadAsync("their files begin with emnist-digits-, emnist-letters-. Copy or link the four files of one of them");
        Write(Set, IdxBytes.Images(7), IdxBytes.Labels(7), IdxBytes.Images(2), IdxBytes.Labels(2));
        Assert.Equal(7, (await LoadAsync()).Train.Count);
    }

    [Fact]
    public async Task Load_IncompletePrefix_ListsWhatIsThere()
    {
        _directory.Write("qmnist-train-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(2)));
        await AssertBadAsync("no file qmnist-train-labels* (plain or .gz; for example qmnist-train-labels-idx1-ubyte). Put it there or name another directory. "
            + "There are: qmnist-train-images-idx3-ubyte.gz.");
    }

    [Fact]
    public async Task Load_WhereTorchvisionLeavesThem_AreFound()
    {
        Write([.. Set.Select(name => Path.Combine("FashionMNIST", "raw", name))], IdxBytes.Images(5), IdxBytes.Labels(5), IdxBytes.Images(3), IdxBytes.Labels(3));
        Assert.Equal(5, (await LoadAsync()).Train.Count);
        Assert.Equal(5, (await LoadAsync(_directory.File("FashionMNIST"))).Train.Count);
        Write([.. Set.Select(name => Path.Combine("KMNIST", "raw", name))], IdxBytes.Images(5), IdxBytes.Labels(5), IdxBytes.Images(3), IdxBytes.Labels(3));
        await AssertBadAsync("holds several data sets: ");
    }

    [Fact]
    public async Task Load_QmnistsTableOfLabels_TakesTheFirstColumnAndSaysSo()
    {
        byte[] table = [.. Enumerable.Range(0, 2).SelectMany(n => Enumerable.Range(0, 8).SelectMany(i => new byte[] { 0, 0, 0, (byte)((n * 3) + (i * 20)) }))];
        byte[] labels = IdxBytes.File(0x0C, [2, 8], table);
        Write(IdxBytes.Images(2), labels, IdxBytes.Images(2), labels);
        DatasetPair data = await LoadAsync();
        Assert.Equal([0, 3], data.Train.Labels);
        Assert.Contains("holds 8 numbers a label, as QMNIST has them", data.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OneHotLabels_AreRefused()
    {
        byte[] table = [.. Enumerable.Range(0, 2).SelectMany(n => Enumerable.Range(0, 8).SelectMany(i => new byte[] { 0, 0, 0, (byte)(i == n ? 1 : 0) }))];
        Write(IdxBytes.Images(2), IdxBytes.File(0x0C, [2, 8], table), IdxBytes.Images(2), IdxBytes.Labels(2));
        await AssertBadAsync("one-hot codes of 8 classes. Write one class number a sample");
        Write(IdxBytes.Images(2), IdxBytes.File(8, [2, 10], new byte[20]), IdxBytes.Images(2), IdxBytes.Labels(2));
        await AssertBadAsync("labels must have 1 dimension [n], these have [2, 10]. Write one class number a sample");
    }

    [Fact]
    public async Task Load_LabelsFrom1_WarnsOfTheEmptyClass()
    {
        byte[] labels = IdxBytes.File(8, [4], [1, 2, 3, 1]);
        Write(IdxBytes.Images(4), labels, IdxBytes.Images(4), labels);
        DatasetPair data = await LoadAsync();
        Assert.Contains("The training set has no sample of class 0. The network gets 4 outputs all the same", Assert.Single(data.Warnings), StringComparison.Ordinal);
        Assert.Contains("if yours count from 1, subtract 1", data.Warnings[0], StringComparison.Ordinal);
        Assert.Equal($"warning: --dataset {_directory.Path}: {data.Warnings[0]}", Assert.Single(_warnings));
    }

    [Fact]
    public async Task Load_ClassesOfOneSplitAlone_AreNamed()
    {
        Write(IdxBytes.Images(4), IdxBytes.File(8, [4], [0, 1, 2, 1]), IdxBytes.Images(4), IdxBytes.File(8, [4], [0, 1, 1, 200]));
        IReadOnlyList<string> warnings = (await LoadAsync()).Warnings;
        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("The training set has no sample of classes 3, 4, 5, 6, 7, 8, 9, 10 and 190 more, up to 200.", warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("The test set has no sample of class 2;", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OneClass_IsWarnedOf()
    {
        byte[] zeros = IdxBytes.File(8, [2], [0, 0]);
        foreach (byte[] test in (byte[][])[zeros, IdxBytes.Labels(2)])
        {
            Write(IdxBytes.Images(2), zeros, IdxBytes.Images(2), test);
            Assert.Contains("The training samples are all of class 0", (await LoadAsync()).Warnings[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0x09, "0080", "I8", "from -128 to 0")]
    [InlineData(0x0B, "000000ff", "I16", "from 0 to 255")]
    [InlineData(0x0C, "00000000000000ff", "I32", "from 0 to 255")]
    [InlineData(0x0D, "00000000437f0000", "F32", "from 0 to 255")]
    [InlineData(0x0E, "0000000000000000406fe00000000000", "F64", "from 0 to 255")]
    public async Task Load_PixelsThatAreNoBytes_AreWarnedOfWithTheirRange(byte type, string data, string name, string range)
    {
        byte[] images = IdxBytes.File(type, [2, 1, 1], Convert.FromHexString(data));
        Write(images, IdxBytes.Labels(2), images, IdxBytes.Labels(2));
        IReadOnlyList<string> warnings = (await LoadAsync()).Warnings;
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains($"values of type {name} are used as they are, {range}", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_FloatsUpTo1_NeedNoWarning()
    {
        byte[] images = IdxBytes.File(0x0D, [2, 1, 1], Convert.FromHexString("3f800000bf800000"));
        Write(images, IdxBytes.Labels(2), images, IdxBytes.Labels(2));
        Assert.Empty((await LoadAsync()).Warnings);
    }

    [Fact]
    public async Task Load_CountsDiffer_NamesBoth()
    {
        Write(IdxBytes.Images(5), IdxBytes.Labels(4), IdxBytes.Images(3), IdxBytes.Labels(3));
        await AssertBadAsync("holds 5 images, but");
    }

    [Fact]
    public async Task Load_ImagesAndLabelsSwapped_SaysSo()
    {
        Write(IdxBytes.Labels(5), IdxBytes.Images(5), IdxBytes.Images(3), IdxBytes.Labels(3));
        await AssertBadAsync("images and labels are swapped");
    }

    [Fact]
    public async Task Load_WrongNumberOfDimensions_SaysWhichAreWanted()
    {
        Write(IdxBytes.Labels(5), IdxBytes.Labels(5), IdxBytes.Images(3), IdxBytes.Images(3));
        UserErrorException error = await AssertBadAsync("labels in place of images?");
        Assert.Contains("images in place of labels?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TestImagesOfAnotherShape_NamesBothShapes()
    {
        Write(IdxBytes.Images(5), IdxBytes.Labels(5), IdxBytes.Images(3, 5, 5), IdxBytes.Labels(3));
        await AssertBadAsync("test images have shape [1, 5, 5], train images");
    }

    [Fact]
    public async Task Load_MissingFiles_ListsAllThatWereLookedFor()
    {
        _directory.Write("train-images", IdxBytes.Images(2));
        UserErrorException error = await AssertBadAsync("no file train-labels*");
        Assert.Equal(3, error.Problems.Count);
        Assert.Contains("t10k-images* or test-images*", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_SeveralFilesFit_ListsThem()
    {
        Write(IdxBytes.Images(2), IdxBytes.Labels(2), IdxBytes.Images(2), IdxBytes.Labels(2));
        _directory.Write("train-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(2)));
        Assert.Equal(2, (await LoadAsync()).Train.Count);
        _directory.Write("train-images-old", IdxBytes.Images(2));
        await AssertBadAsync("several files fit train-images*: train-images-idx3-ubyte, train-images-old");
    }

    [Fact]
    public async Task Load_DirectoryInPlaceOfAFile_SaysSo()
    {
        Write(IdxBytes.Images(2), IdxBytes.Labels(2), IdxBytes.Images(2), IdxBytes.Labels(2));
        File.Delete(_directory.File("train-labels-idx1-ubyte"));
        Directory.CreateDirectory(_directory.File("train-labels-idx1-ubyte"));
        await AssertBadAsync("is a directory");
    }

    private void Write(params byte[][] files) =>
        Write(Set, files);

    private void Write(string[] names, params byte[][] files)
    {
        foreach ((string name, byte[] content) in names.Zip(files))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
            _directory.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? IdxBytes.Gzip(content) : content);
        }
    }

    private Task<DatasetPair> LoadAsync() => LoadAsync(_directory.Path);

    private Task<DatasetPair> LoadAsync(string path) => DatasetProvider.LoadAsync(path, new DatasetOptions { Warn = _warnings.Add });

    private async Task<UserErrorException> AssertBadAsync(string expected)
    {
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => LoadAsync());
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        return error;
    }
}
