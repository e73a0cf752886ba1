using System.Text;
using StructuralError.Core.Training;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Checkpoints;

public sealed class CheckpointSidecarTests
{
    private static readonly FileMark Tensors = new("step-5.safetensors", 123, "abc");

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Checkpoint checkpoint = Checkpointed.At(5, "run", new FileMark("steps.csv", 17, "s"), new FileMark("samples.csv", 0, "t"));
        (Checkpoint read, FileMark tensors) = Read(CheckpointSidecar.Write(checkpoint, Tensors));

        Assert.Equal(Tensors, tensors);
        Assert.Equal(checkpoint.Training with { Window = PearsonWindow.Empty }, read.Training);
        Assert.Equal(checkpoint.EpochStart, read.EpochStart);
        Assert.Equal(checkpoint.RowFiles.AsEnumerable(), read.RowFiles);
        Assert.Equal(checkpoint.Resumes.AsEnumerable(), read.Resumes);
        Assert.Equal(
            (checkpoint.RunIdentity, checkpoint.SpecHash, checkpoint.Program, checkpoint.InstructionSet, checkpoint.Start),
            (read.RunIdentity, read.SpecHash, read.Program, read.InstructionSet, read.Start));
    }

    [Fact]
    public void Read_AnyBitFlipped_RefusedOrWithoutEffect()
    {
        byte[] text = Encoding.UTF8.GetBytes(CheckpointSidecar.Write(Checkpointed.At(5), Tensors));
        int refused = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte[] flipped = [.. text];
            flipped[i] ^= (byte)(1 << (i % 8));
            try
            {
                (Checkpoint read, _) = CheckpointSidecar.Read(flipped);
                Assert.Equal((5L, "run"), (read.Training.Step, read.RunIdentity));
                Assert.Equal(Checkpointed.At(5).EpochStart, read.EpochStart);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        // Blanks around the two fields alone may change.
        Assert.InRange(refused, text.Length - 12, text.Length);
    }

    [Fact]
    public void Read_CutAtEveryLength_Refused()
    {
        string text = CheckpointSidecar.Write(Checkpointed.At(5), Tensors).TrimEnd();
        for (int length = 0; length < text.Length; length++)
        {
            Assert.Throws<CheckpointException>(() => Read(text[..length]));
        }
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", "another version")]
    [InlineData("\"step\": 5", "\"step\": -5", "negative")]
    [InlineData("\"step\": 5", "\"step\": \"5\"", "not the text of a checkpoint")]
    [InlineData("\"step\": 5", "\"step\": 1e99", "not the text of a checkpoint")]
    [InlineData("\"rows\"", "\"lines\"", "not the text of a checkpoint")]
    [InlineData("\"file\": \"step-5", "\"file\": \"../step-5", "outside its directory")]
    [InlineData("\"generator_position\": 2", "\"generator_position\": 700", "not the text of a checkpoint")]
    [InlineData("\"generator_words\": \"", "\"generator_words\": \"AAAA", "not the text of a checkpoint")]
    [InlineData("\"seconds\": 13.5", "\"seconds\": 1e300", "not the text of a checkpoint")]
    public void Read_ContentThatCannotBe_RefusedEvenWithTheRightHash(string text, string other, string reason)
    {
        string whole = CheckpointSidecar.Write(Checkpointed.At(5), Tensors);
        const string Field = "\"checkpoint\": ";
        int start = whole.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        string content = whole[start..whole.LastIndexOf('}')].TrimEnd();
        Assert.Contains(text, content, StringComparison.Ordinal);
        string changed = content.Replace(text, other, StringComparison.Ordinal);
        CheckpointException error = Assert.Throws<CheckpointException>(
            () => Read($"{{ \"sha256\": \"{CheckpointSidecar.Hash(changed)}\", \"checkpoint\": {changed} }}"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static (Checkpoint Checkpoint, FileMark Tensors) Read(string text) => CheckpointSidecar.Read(Encoding.UTF8.GetBytes(text));
}
