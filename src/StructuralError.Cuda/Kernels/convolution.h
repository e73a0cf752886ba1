// Geometry of a convolution and how its products find their terms. o output channel, i input channel, t output position, s input position; images are
// [channel, row, column].
#pragma once

#include "cotangents.h"
#include "product.h"

struct ConvolutionShape {
    int inputs, inputHeight, inputWidth, outputs, outputHeight, outputWidth, kernel, stride, padding, bias;
};

// One term of a sum over a channel and the kernel's cells: where the channel's image begins, where the weight lies, the cell's row and column. The host
// writes the tables: a division for each term would cost more than the term.
struct Tap {
    int image, weight, row, column;
};

// patch(n, t)[k], k = (i, row, column), with a 1 behind it for the bias. As an operand whose lines are the pairs (n, t) …
template <class T>
struct PatchesByPosition {
    static constexpr bool Along = false, KeepsLines = true;
    struct Line {
        const T* image;
        int y, x;
    };
    const T* x;
    const Tap* taps;
    ConvolutionShape shape;

    __device__ __forceinline__ Line line(int index) const
    {
        int positions = shape.outputHeight * shape.outputWidth, n = index / positions, t = index % positions;
        return {x + (long long)n * shape.inputs * shape.inputHeight * shape.inputWidth, t / shape.outputWidth * shape.stride - shape.padding, t % shape.outputWidth * shape.stride - shape.padding};
    }

    __device__ __forceinline__ Tap place(int k) const { return taps[k]; }

    __device__ __forceinline__ T load(const Line& line, const Tap& tap) const
    {
        int y = line.y + tap.row, x = line.x + tap.column;
        bool inside = y >= 0 && y < shape.inputHeight && x >= 0 && x < shape.inputWidth;
        return inside ? line.image[tap.image + y * shape.inputWidth + x] : T(0);
    }
};

// … and as one whose lines are k and whose terms are the positions t of one sample.
template <class T>
struct PatchesByTap {
    // A tap is read again for each stretch: kept, they would take the registers of the sums.
    static constexpr bool Along = true, KeepsLines = false;
    using Line = Tap;
    struct Place {
        int y, x;
    };
    const T* image;
    const Tap* taps;
    ConvolutionShape shape;
    int length;

    __device__ __forceinline__ Line line(int k) const { return k < length ? taps[k] : Tap{-1, 0, 0, 0}; }
    __device__ __forceinline__ Place place(int t) const
    {
        return {t / shape.outputWidth * shape.stride - shape.padding, t % shape.outputWidth * shape.stride - shape.padding};
    }

    __device__ __forceinline__ T load(const Line& tap, const Place& place) const
    {
        if (tap.image < 0)
            return T(1);
        int y = place.y + tap.row, x = place.x + tap.column;
        bool inside = y >= 0 && y < shape.inputHeight && x >= 0 && x < shape.inputWidth;
        return inside ? image[tap.image + y * shape.inputWidth + x] : T(0);
    }
};

// The cotangents of one sample, a line for each class and output channel, the positions its terms.
template <class T>
struct CotangentsByChannel {
    static constexpr bool Along = true, KeepsLines = true;
    using Line = CotangentLine<T>;
    Cotangents<T> view;
    int n, outputs, positions;

    // A row is a class and a channel, and the channels of a class follow those of the one before.
    __device__ __forceinline__ Line line(int row) const
    {
        return {view.d + n * view.sampleStride + (long long)row * positions, view.factor + (long long)n * view.features + (long long)(row % outputs) * positions};
    }

    __device__ __forceinline__ int place(int t) const { return t; }
    __device__ __forceinline__ T load(const Line& line, int t) const { return cotangent(line, t, view.mode); }
};

// An operand's terms in float64.
template <class Operand>
struct Wide : Operand {
    __device__ __forceinline__ explicit Wide(const Operand& operand) : Operand(operand) {}

    template <class Line, class Place>
    __device__ __forceinline__ double load(const Line& line, const Place& place) const { return double(Operand::load(line, place)); }
};

// 16 output (or input) channels and 64 positions.
using ConvolutionTile = Tile<16, 64, 16, 4, 4, 1>;

// Products within one sample.
using SampleTile = Tile<32, 32, 16, 4, 4, 1>;
