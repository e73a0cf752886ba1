using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using StructuralError.Runs.Safetensors;
using Pairs = System.Collections.Generic.List<System.Collections.Generic.KeyValuePair<object?, object?>>;

namespace StructuralError.Runs.PyTorch;

/// <summary>
/// Reads what <c>torch.save(model.state_dict(), FILE)</c> writes: a zip archive with a pickle, <c>data.pkl</c>, and the numbers of each storage in a file of
/// their own. Nothing of the pickle is run. Needs no PyTorch.
/// </summary>
public static class StateDictFile
{
    private const string Pickle = "/data.pkl";

    // torch.save compresses nothing, and a storage that tensors share is written once. More is no file of weights: it would fill the memory.
    private const int MostExpansion = 16;
    private const int LeastLimit = 1 << 20;

    /// <summary>The classes of storages by the element type of safetensors files.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = "F32",
        ["DoubleStorage"] = "F64",
        ["HalfStorage"] = "F16",
        ["BFloat16Storage"] = "BF16",
        ["LongStorage"] = "I64",
        ["IntStorage"] = "I32",
        ["ShortStorage"] = "I16",
        ["CharStorage"] = "I8",
        ["ByteStorage"] = "U8",
        ["BoolStorage"] = "BOOL",
    };

    /// <summary>Whether a file is an archive, as <c>torch.save</c> has written them since version 1.6.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8);

    /// <returns>The tensors in the order of the dictionary.</returns>
    /// <exception cref="SafetensorsException">It holds no dictionary of tensors, or is damaged.</exception>
    public static SafetensorsFile Read(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            ZipArchiveEntry pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal))
                ?? throw new SafetensorsException("is a zip archive without data.pkl; torch.save(model.state_dict(), FILE) writes one");
            string folder = pickle.FullName[..^Pickle.Length];
            long limit = ((long)file.Length * MostExpansion) + LeastLimit;
            if (archive.GetEntry($"{folder}/constants.pkl") is not null)
            {
                throw new SafetensorsException("is a TorchScript program; save its weights alone: torch.save(module.state_dict(), FILE)");
            }

            if (archive.GetEntry($"{folder}/byteorder") is { } order && Content(order, limit) is not [(byte)'l', ..])
            {
                throw new SafetensorsException("was written on a big-endian machine, which cannot be read");
            }

            return new Reader(archive, folder, limit).Read(new Unpickler(Content(pickle, limit)).Read());
        }
        catch (FormatException exception)
        {
            throw new SafetensorsException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or OverflowException or NotSupportedException or ArgumentException)
        {
            throw new SafetensorsException($"is a damaged archive: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static byte[] Content(ZipArchiveEntry entry, long limit)
    {
        RequireWithin(limit, entry.Length, entry.FullName);
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    private static void RequireWithin(long limit, long length, string what)
    {
        if (length > limit)
        {
            throw new SafetensorsException(FormattableString.Invariant(
                $"has {length} bytes with {what}, far more than the file itself; torch.save(model.state_dict(), FILE) writes what can be read"));
        }
    }

    /// <summary>Finds the tensors and lays their elements one behind the other.</summary>
    private sealed class Reader(ZipArchive archive, string folder, long limit)
    {
        private readonly Dictionary<string, byte[]> _storages = new(StringComparer.Ordinal);
        private readonly ArrayBufferWriter<byte> _data = new();
        private readonly ImmutableArray<TensorEntry>.Builder _tensors = ImmutableArray.CreateBuilder<TensorEntry>();
        private long _stored;

        public SafetensorsFile Read(object? root)
        {
            Pairs dictionary = Dictionary(root)
                ?? throw new SafetensorsException("holds no dictionary of tensors; torch.save(model.state_dict(), FILE) writes one");

            // A checkpoint of a training program holds one beside other things.
            Pairs[] inner = [.. dictionary.Select(pair => Dictionary(pair.Value)).OfType<Pairs>().Where(pairs => pairs.Any(pair => IsTensor(pair.Value)))];
            Pairs tensors = dictionary.Any(pair => IsTensor(pair.Value)) || inner.Length != 1 ? dictionary : inner[0];
            foreach ((object? key, object? value) in tensors)
            {
                if (IsTensor(value))
                {
                    Add(key as string ?? throw new FormatException("has a tensor whose name is no text"), (Unpickler.Call)value!);
                }
            }

            return _tensors.Count > 0
                ? SafetensorsFile.Of(_data.WrittenMemory, _tensors.ToImmutable())
                : throw new SafetensorsException("holds no tensors by name; torch.save(model.state_dict(), FILE) writes them");
        }

        private void Add(string name, Unpickler.Call call)
        {
            // Once: a pickle can make a call an argument of itself.
            if (call.Function.Member == "_rebuild_parameter" && call.Arguments is [Unpickler.Call inner, ..])
            {
                call = inner;
            }

            if (call.Arguments is not [Unpickler.Reference { Id: { } id }, long offset, List<object?> size, List<object?> stride, ..]
                || id is not ["storage", Unpickler.Name { Member: { } storage }, string key, ..]
                || size.Count != stride.Count || !size.Concat(stride).All(length => length is long))
            {
                throw new FormatException($"describes tensor '{name}' in a way that cannot be read");
            }

            TensorType type = TensorType.Find(Types.GetValueOrDefault(storage))
                ?? throw new SafetensorsException($"holds tensor '{name}' as {storage}, which cannot be read");
            long[] sizes = [.. size.Cast<long>()], strides = [.. stride.Cast<long>()];
            long begin = _data.WrittenCount;
            Copy(name, Storage(key), type.Bits / 8, offset, sizes, strides);
            _tensors.Add(new TensorEntry(name, type, [.. sizes], begin, _data.WrittenCount));
        }

        /// <summary>Row-major, whatever the strides.</summary>
        private void Copy(string name, byte[] storage, int width, long offset, long[] sizes, long[] strides)
        {
            long count = sizes.Aggregate(1L, (product, length) => checked(product * length));
            long last = checked(offset + sizes.Zip(strides, (length, step) => checked((length - 1) * step)).Sum());
            long stored = storage.Length / width;
            bool isNegative = offset < 0 || sizes.Any(length => length < 0) || strides.Any(step => step < 0);
            if (isNegative || count > stored || (count > 0 && last >= stored))
            {
                throw new SafetensorsException($"holds tensor '{name}' with more elements than its file has");
            }

            RequireWithin(limit, _data.WrittenCount + (count * width), $"tensor '{name}'");

            for (long i = 0; i < count; i++)
            {
                long at = offset, rest = i;
                for (int d = sizes.Length - 1; d >= 0; d--)
                {
                    at += rest % sizes[d] * strides[d];
                    rest /= sizes[d];
                }

                _data.Write(storage.AsSpan((int)(at * width), width));
            }
        }

        private byte[] Storage(string key)
        {
            if (!_storages.TryGetValue(key, out byte[]? bytes))
            {
                ZipArchiveEntry entry = archive.GetEntry($"{folder}/data/{key}")
                    ?? throw new SafetensorsException($"has no file data/{key}, which its pickle names");
                _storages[key] = bytes = Content(entry, limit - _stored);
                _stored += bytes.Length;
            }

            return bytes;
        }

        private static bool IsTensor(object? value) =>
            value is Unpickler.Call { Function: { Module: "torch._utils", Member: "_rebuild_tensor_v2" or "_rebuild_parameter" } };

        private static Pairs? Dictionary(object? value) => value switch
        {
            Pairs pairs => pairs,
            Unpickler.Call { Function: { Module: "collections", Member: "OrderedDict" } } call => call.Items,
            _ => null,
        };
    }
}
