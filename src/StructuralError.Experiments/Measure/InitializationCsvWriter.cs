using StructuralError.Core.Common;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Measure;

/// <summary>Writes <c>initialization.csv</c>: the columns of <see cref="InitializationColumns"/>, in the format of <see cref="StepCsvWriter"/>; the file appears whole or not at all.</summary>
public static class InitializationCsvWriter
{
    /// <summary>Writes a whole file, in place of one that is there. Directories that are missing are made.</summary>
    /// <exception cref="UserErrorException"><see cref="ExitCodes.InputOutput"/>: the file cannot be written; what was there before is untouched.</exception>
    public static void Write(string path, IEnumerable<InitialMeasurement> rows)
    {
        byte[] content = ToBytes(rows);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            DurableFile.Write(path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCodes.InputOutput, $"{path}: cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The content of the file.</summary>
    public static byte[] ToBytes(IEnumerable<InitialMeasurement> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var memory = new MemoryStream();
        using (var writer = new CsvRowWriter<InitialMeasurement>(memory, InitializationColumns.All, writeHeader: true, leaveOpen: true))
        {
            foreach (InitialMeasurement row in rows)
            {
                writer.Write(row);
            }
        }

        return memory.ToArray();
    }
}
