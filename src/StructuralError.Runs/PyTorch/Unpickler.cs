using System.Buffers.Binary;
using System.Text;

namespace StructuralError.Runs.PyTorch;

/// <summary>
/// Reads the pickles that <c>torch.save</c> writes, and runs nothing: a name of a module is a text, a call is what was called and its arguments. Whoever takes
/// the result decides what a call means.
/// Source: https://github.com/python/cpython/blob/main/Lib/pickletools.py, which describes every operation code.
/// </summary>
internal sealed class Unpickler(ReadOnlyMemory<byte> pickle)
{
    // What a hostile file could make of a few bytes.
    private const int MostValues = 10_000_000;

    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _at;
    private int _values;

    /// <summary>A class or function, by module and name.</summary>
    public sealed record Name(string Module, string Member)
    {
        public override string ToString() => $"{Module}.{Member}";
    }

    /// <summary>What a call gives; an ordered dictionary is filled afterwards.</summary>
    public sealed record Call(Name Function, IReadOnlyList<object?> Arguments, List<KeyValuePair<object?, object?>> Items);

    /// <summary>What stands in another file of the archive.</summary>
    public sealed record Reference(IReadOnlyList<object?> Id);

    /// <returns>The object: null, bool, long, double, string, a list (of a list or tuple), a list of pairs (of a dictionary), or one of the records.</returns>
    /// <exception cref="FormatException">It is no pickle, or has something that no state dictionary has.</exception>
    public object? Read()
    {
        while (true)
        {
            byte code = Take(1)[0];
            if (code == (byte)'.')
            {
                return Pop();
            }

            Carry(code);
        }
    }

    private void Carry(byte code)
    {
        switch (code)
        {
            case 0x80: _ = Take(1); break;                                   // PROTO
            case 0x95: _ = Take(8); break;                                   // FRAME
            case (byte)'(': Push(Mark); break;
            case (byte)'0': _ = Pop(); break;
            case (byte)'1': _ = PopToMark(); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Take(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: Push(Long(Take(Take(1)[0]))); break;                  // LONG1
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': Push(Text(Length32())); break;
            case 0x8C: Push(Text(Take(1)[0])); break;                        // SHORT_BINUNICODE
            case (byte)'T': Push(Text(Length32())); break;                   // BINSTRING of Python 2
            case (byte)'U': Push(Text(Take(1)[0])); break;
            case (byte)'c': Push(new Name(Line(), Line())); break;
            case 0x93: PushName(); break;                                    // STACK_GLOBAL
            case (byte)'Q': Push(new Reference(List(Pop()))); break;
            case (byte)')' or (byte)']': Push(new List<object?>()); break;
            case (byte)'}': Push(new List<KeyValuePair<object?, object?>>()); break;
            case (byte)'t': Push(PopToMark()); break;
            case 0x85 or 0x86 or 0x87: Push(PopLast(code - 0x84)); break;    // TUPLE1, TUPLE2, TUPLE3
            case (byte)'a': Append(PopLast(1)); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': Set(PopLast(2)); break;
            case (byte)'u': Set(PopToMark()); break;
            case (byte)'R': Reduce(); break;
            case (byte)'b': _ = Pop(); break;                                // BUILD: attributes, as the _metadata of a state dictionary
            case (byte)'q': Remember(Take(1)[0]); break;
            case (byte)'r': Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case 0x94: Remember(_memo.Count); break;                         // MEMOIZE
            case (byte)'h': Push(Recall(Take(1)[0])); break;
            case (byte)'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            default: throw new FormatException($"has the operation 0x{code:X2} in its pickle, which no state dictionary needs");
        }
    }

    private void Reduce()
    {
        IReadOnlyList<object?> arguments = List(Pop());
        Push(Pop() is Name function ? new Call(function, arguments, []) : throw Broken());
    }

    private void PushName()
    {
        List<object?> parts = PopLast(2);
        Push(parts is [string module, string member] ? new Name(module, member) : throw Broken());
    }

    private void Append(List<object?> items)
    {
        if (_stack.LastOrDefault() is not List<object?> list)
        {
            throw Broken();
        }

        list.AddRange(items);
    }

    private void Set(List<object?> items)
    {
        List<KeyValuePair<object?, object?>> pairs = _stack.LastOrDefault() switch
        {
            List<KeyValuePair<object?, object?>> dictionary => dictionary,
            Call call => call.Items,
            _ => throw Broken(),
        };
        for (int i = 0; i + 1 < items.Count; i += 2)
        {
            pairs.Add(KeyValuePair.Create(items[i], items[i + 1]));
        }
    }

    private void Push(object? value)
    {
        _stack.Add(++_values <= MostValues ? value : throw new FormatException($"has more than {MostValues} values in its pickle"));
    }

    private object? Pop() => PopLast(1)[0];

    private List<object?> PopLast(int count)
    {
        int first = _stack.Count - count;
        if (first < 0 || _stack.IndexOf(Mark, first) >= 0)
        {
            throw Broken();
        }

        List<object?> values = _stack[first..];
        _stack.RemoveRange(first, count);
        return values;
    }

    private List<object?> PopToMark()
    {
        int mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Broken();
        }

        List<object?> values = _stack[(mark + 1)..];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void Remember(long place) => _memo[place] = _stack.Count > 0 ? _stack[^1] : throw Broken();

    private object? Recall(long place) => _memo.TryGetValue(place, out object? value) ? value : throw Broken();

    private static List<object?> List(object? value) => value as List<object?> ?? throw Broken();

    private int Length32()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return length <= int.MaxValue ? (int)length : throw Broken();
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        int length = pickle.Span[_at..].IndexOf((byte)'\n');
        string line = Text(length < 0 ? throw Broken() : length);
        _ = Take(1);
        return line;
    }

    private static long Long(ReadOnlySpan<byte> bytes)
    {
        long value = bytes.Length is > 0 and <= 8 && bytes[^1] >= 0x80 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = bytes.Length <= 8 ? (value << 8) | bytes[i] : throw Broken();
        }

        return value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > pickle.Length - _at)
        {
            throw new FormatException("has a pickle that is cut off");
        }

        ReadOnlySpan<byte> bytes = pickle.Span.Slice(_at, count);
        _at += count;
        return bytes;
    }

    private static FormatException Broken() => new("has a pickle that is not well-formed");
}
