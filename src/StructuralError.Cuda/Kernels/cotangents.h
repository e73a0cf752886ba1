// The C cotangents of each sample, as they stand between two layers.
#pragma once

#include "step.h"

// How the derivative of elementwise layers, not yet multiplied in, is had from `factor`. C#: Planning/CotangentView.cs.
enum FactorMode {
    NoFactor = 0,
    // 1 where factor > 0, otherwise 0: a ReLU by its own output.
    PositiveFactor = 1,
    ValueFactor = 2,
};

// D[n, c, f] = d[n · sampleStride + c · features + f] · factor[n, f]. A sampleStride of 0: the same for every sample.
// What a factor of 0 masks is 0, infinite or not.
template <class T>
struct Cotangents {
    const T* d;
    const T* factor;
    long long sampleStride;
    int mode, features;
};

static_assert(sizeof(Cotangents<void>) == 32, "as in C#");

// The replica's own, of element type T; `shared` where d is a table that all replicas read. Without a view d is null, and `features` may still be wanted.
template <class T>
__device__ __forceinline__ Cotangents<T> typed(const Cotangents<void>& view, const Replicas& replicas, bool shared)
{
    const T* d = static_cast<const T*>(view.d);
    return {shared ? d : own(d, replicas), own(static_cast<const T*>(view.factor), replicas), view.sampleStride, view.mode, view.features};
}

// d with its factor, whatever the mode, without a branch. Without a factor `factor` is not looked at.
template <class T>
__device__ __forceinline__ T withFactor(T d, T factor, int mode)
{
    T positive = factor > T(0) ? d : T(0), product = factor == T(0) ? T(0) : d * factor;
    return mode == NoFactor ? d : mode == PositiveFactor ? positive : product;
}

// Classes that a thread takes together, so that their loads are under way at once. Ten classes are two rounds.
constexpr int ClassesAtOnce = 5;

// values[i] = D[n, firstClass + i, f], 0 without a view; beyond the last class that one again. The factor is read once.
template <class T>
__device__ __forceinline__ void classesAt(const Cotangents<T>& view, int n, int f, int firstClass, int classes, T (&values)[ClassesAtOnce])
{
    if (!view.d) {
        UNROLL()
        for (T& value : values)
            value = T(0);
        return;
    }

    const T* d = view.d + n * view.sampleStride + f;
    T factor = view.mode == NoFactor ? T(1) : view.factor[(long long)n * view.features + f];
    UNROLL()
    for (int i = 0; i < ClassesAtOnce; i++)
        values[i] = withFactor(d[(long long)math::min(firstClass + i, classes - 1) * view.features], factor, view.mode);
}

// The cotangents of one sample and class, or of one channel of them, as a line of a product. Without a factor `factor` is d.
template <class T>
struct CotangentLine {
    const T* d;
    const T* factor;
};

// A cotangent and its factor on their way: both are asked for at once, and looked at when they are used.
template <class T>
struct LoadedCotangent {
    T d, factor;
};

// Sample n from place `first` of its cotangents, whose feature is `feature`.
template <class T>
__device__ __forceinline__ CotangentLine<T> cotangentLine(const Cotangents<T>& view, int n, long long first, int feature)
{
    const T* d = view.d + n * view.sampleStride + first;
    return {d, view.mode == NoFactor ? d : view.factor + (long long)n * view.features + feature};
}

// A product's result: to[n, c, f] = sum + add[n, c, f]. `place` is worked out once for a pair (n, c), and what lies `offset` features on belongs to it.
template <class T>
struct CotangentResult {
    static constexpr int RowsAtOnce = 4;
    static constexpr bool IsInPlace = false;
    struct Place {
        T* to;
        CotangentLine<T> add;
    };
    using Loaded = LoadedCotangent<T>;
    T* to;
    Cotangents<T> add;
    int classes;

    // row = n · classes + c
    __device__ __forceinline__ Place place(int row, int f) const
    {
        return {to + (long long)row * add.features + f, cotangentLine(add, row / classes, (long long)(row % classes) * add.features + f, f)};
    }

    __device__ __forceinline__ bool reads() const { return add.d != nullptr; }
    __device__ __forceinline__ Loaded load(const Place& place, int offset) const { return {place.add.d[offset], place.add.factor[offset]}; }
    __device__ __forceinline__ void store(const Place& place, int offset, T sum, const Loaded& loaded) const { place.to[offset] = sum + withFactor(loaded.d, loaded.factor, add.mode); }
};
