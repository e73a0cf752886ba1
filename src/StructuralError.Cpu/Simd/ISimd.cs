namespace StructuralError.Cpu.Simd;

/// <summary>
/// The arithmetic of one instruction set for one element type; loops are written once, against this interface.
/// All members inline to single instructions where the hardware has them.
/// </summary>
/// <typeparam name="T">Element type of parameters, activations and cotangents.</typeparam>
/// <typeparam name="TVector"><see cref="Count"/> lanes of <typeparamref name="T"/>.</typeparam>
/// <typeparam name="TWide"><see cref="WideCount"/> lanes of float64, in which Gram sums and eigenvalues are computed.</typeparam>
internal unsafe interface ISimd<T, TVector, TWide>
    where T : unmanaged
{
    /// <summary>Name for manifests: <c>avx512</c>, <c>avx2</c>, <c>vector128</c>, <c>scalar</c>.</summary>
    static abstract string Name { get; }

    static abstract int Count { get; }

    static abstract int WideCount { get; }

    static abstract TVector Zero { get; }

    static abstract TWide WideZero { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(T* destination, TVector value);

    /// <summary>Stores each lane, a whole number, as an integer.</summary>
    static abstract void StoreAsInt32(int* destination, TVector value);

    static abstract TVector Broadcast(T value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a·b + c, fused where the hardware fuses.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Per lane: a &gt; b ? x : y. False for NaN.</summary>
    static abstract TVector SelectGreater(TVector a, TVector b, TVector x, TVector y);

    /// <summary>Per lane: a is NaN ? x : y.</summary>
    static abstract TVector SelectNaN(TVector a, TVector x, TVector y);

    /// <summary>Bit i is set where lane i is not zero.</summary>
    static abstract uint NonZeroMask(TVector value);

    /// <summary>Per lane: <paramref name="numbers"/>[lane] = number ? 1 : 0.</summary>
    static abstract TVector WhereEqual(int* numbers, int number);

    /// <summary>Loads <see cref="WideCount"/> elements and widens them to float64.</summary>
    static abstract TWide LoadWide(T* source);

    static abstract TWide WideLoad(double* source);

    static abstract void WideStore(double* destination, TWide value);

    static abstract TWide WideBroadcast(double value);

    static abstract TWide WideAdd(TWide a, TWide b);

    static abstract TWide WideSubtract(TWide a, TWide b);

    static abstract TWide WideMultiply(TWide a, TWide b);

    /// <summary>1 / a to the last bit or two, for normal a &gt; 0.</summary>
    static abstract TWide WideReciprocal(TWide a);

    /// <summary>1 / √a to the last bit or two, for normal a &gt; 0.</summary>
    static abstract TWide WideReciprocalSqrt(TWide a);

    static abstract TWide WideAbs(TWide a);

    /// <inheritdoc cref="MultiplyAdd"/>
    static abstract TWide WideMultiplyAdd(TWide a, TWide b, TWide c);

    /// <inheritdoc cref="SelectGreater"/>
    static abstract TWide WideSelectGreater(TWide a, TWide b, TWide x, TWide y);

    /// <summary>Whether a &gt; b in any lane; NaN is not.</summary>
    static abstract bool WideAnyGreater(TWide a, TWide b);

    /// <summary>Sum of the lanes, in an order fixed for the instruction set.</summary>
    static abstract double WideSum(TWide a);
}
