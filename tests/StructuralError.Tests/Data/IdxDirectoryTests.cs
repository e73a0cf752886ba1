using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

/// <summary><c>--dataset PATH</c>: any directory of IDX files.</summary>
public sealed class IdxDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

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
        Write(["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"], files);

    private void Write(string[] names, params byte[][] files)
    {
        foreach ((string name, byte[] content) in names.Zip(files))
        {
            _directory.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? IdxBytes.Gzip(content) : content);
        }
    }

    private Task<DatasetPair> LoadAsync() => DatasetProvider.LoadAsync(_directory.Path, new DatasetOptions());

    private async Task<UserErrorException> AssertBadAsync(string expected)
    {
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(LoadAsync);
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        return error;
    }
}
