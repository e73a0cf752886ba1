using StructuralError.Cuda.Driver;

namespace StructuralError.Tests.Cuda.Driver;

/// <summary>One argument of a kernel, in a slot of 8 bytes (little endian, so that a 4-byte value lies at its beginning).</summary>
/// <param name="Bytes">4 or 8.</param>
internal readonly record struct KernelArgument(ulong Bits, int Bytes)
{
    /// <summary>An address on the device.</summary>
    public static implicit operator KernelArgument(ulong value) => new(value, sizeof(ulong));

    public static implicit operator KernelArgument(DeviceBuffer buffer) => new(buffer.Address, sizeof(ulong));

    public static implicit operator KernelArgument(int value) => new(unchecked((uint)value), sizeof(int));

    public static implicit operator KernelArgument(float value) => new(BitConverter.SingleToUInt32Bits(value), sizeof(float));

    public static implicit operator KernelArgument(double value) => new(BitConverter.DoubleToUInt64Bits(value), sizeof(double));
}

/// <summary>Launches the kernels that only tests have (fill.cu, functions.cu): they take values, those of the engine take one structure.</summary>
internal static unsafe class ValueLaunches
{
    extension(LaunchShape)
    {
        /// <summary>Enough blocks of <paramref name="threads"/> for one thread an element.</summary>
        public static LaunchShape Cover(int elements, int threads) => new((elements + threads - 1) / threads, 1, 1, threads);
    }

    public static void Launch(this DeviceStream stream, Kernel kernel, LaunchShape shape, params ReadOnlySpan<KernelArgument> arguments)
    {
        int* bytes = stackalloc int[arguments.Length];
        ulong* slots = stackalloc ulong[arguments.Length];
        void** pointers = stackalloc void*[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            (bytes[i], slots[i]) = (arguments[i].Bytes, arguments[i].Bits);
            pointers[i] = slots + i;
        }

        kernel.CheckArguments(new ReadOnlySpan<int>(bytes, arguments.Length));
        stream.Launch(kernel, shape, pointers);
    }
}
