using System.Runtime.CompilerServices;

namespace StructuralError.Cuda.Driver;

/// <summary>One argument of a kernel, in a slot of 8 bytes (little endian, so that a 4-byte value lies at its beginning).</summary>
internal readonly record struct KernelArgument
{
    private KernelArgument(ulong bits, int bytes) => (Bits, Bytes) = (bits, bytes);

    public ulong Bits { get; }

    /// <summary>4 or 8.</summary>
    public int Bytes { get; }

    /// <summary>An address on the device.</summary>
    public static implicit operator KernelArgument(ulong value) => new(value, sizeof(ulong));

    public static implicit operator KernelArgument(DeviceBuffer buffer) => new(buffer.Address, sizeof(ulong));

    public static implicit operator KernelArgument(long value) => new(unchecked((ulong)value), sizeof(long));

    public static implicit operator KernelArgument(int value) => new(unchecked((uint)value), sizeof(int));

    public static implicit operator KernelArgument(uint value) => new(value, sizeof(uint));

    public static implicit operator KernelArgument(float value) => new(BitConverter.SingleToUInt32Bits(value), sizeof(float));

    public static implicit operator KernelArgument(double value) => new(BitConverter.DoubleToUInt64Bits(value), sizeof(double));

    /// <summary>A value of the element type of the kernel, <c>float</c> or <c>double</c>.</summary>
    public static KernelArgument Of<T>(T value)
        where T : unmanaged => Unsafe.SizeOf<T>() switch
        {
            sizeof(uint) => new(Unsafe.BitCast<T, uint>(value), sizeof(uint)),
            sizeof(ulong) => new(Unsafe.BitCast<T, ulong>(value), sizeof(ulong)),
            _ => throw new ArgumentException($"A kernel takes values of 4 and 8 bytes, not {typeof(T)}.", nameof(value)),
        };
}
