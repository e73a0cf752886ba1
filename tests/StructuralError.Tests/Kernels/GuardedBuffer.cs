using System.Runtime.InteropServices;
using Xunit.Sdk;

namespace StructuralError.Tests.Kernels;

/// <summary>
/// Memory aligned to cache lines, with guards on both sides. All of it starts as bytes 0xFF, NaN as a floating-point number: what is read
/// outside the data spoils the result, and what is written outside it shows.
/// </summary>
internal sealed unsafe class GuardedBuffer<T> : IDisposable
    where T : unmanaged
{
    // Twice the widest vector of the smallest element, and a multiple of the cache line for every element.
    private const int Guard = 64;
    private const int Alignment = 64;
    private const byte Sentinel = 0xFF;

    private void* _memory;

    public GuardedBuffer(int length)
    {
        Length = length;
        nuint bytes = (nuint)((length + (2 * Guard)) * sizeof(T));
        _memory = NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Fill(_memory, bytes, Sentinel);
    }

    public int Length { get; }

    public T* Origin => (T*)_memory + Guard;

    public Span<T> Span => new(Origin, Length);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    /// <summary>Fails if an element that was never to be written, in the guards or between rows, is no longer what it was at first.</summary>
    public void AssertUntouchedExcept(Func<int, bool> written, string what)
    {
        // Far more tests ask than elements are spoilt: the guards at once first.
        bool isWhole = IsUntouched(-Guard, Guard) && IsUntouched(Length, Guard);
        for (int i = isWhole ? 0 : -Guard; i < (isWhole ? Length : Length + Guard); i++)
        {
            bool allowed = i >= 0 && i < Length && written(i);
            if (!allowed && !IsUntouched(i, 1))
            {
                throw new XunitException($"{what}: element {i} of {Length} was written, outside the destination.");
            }
        }
    }

    private bool IsUntouched(int first, int count) => !new Span<byte>((T*)_memory + (Guard + first), count * sizeof(T)).ContainsAnyExcept(Sentinel);
}
