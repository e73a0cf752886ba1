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
struct __attribute__((aligned(16))) Tap {
    int image, weight, row, column;
};

static_assert(sizeof(Tap) == 16, "as in C#, where tables begin at multiples of 16 bytes");

// Where (y, x) lies in an image that begins at `first`; −1 beyond its borders.
__device__ __forceinline__ int placeInImage(int first, int y, int x, int height, int width)
{
    return unsigned(y) < unsigned(height) && unsigned(x) < unsigned(width) ? first + y * width + x : -1;
}

// patch(n, t)[k], k = (i, row, column), with a 1 behind it for the bias. As an operand whose lines are the pairs (n, t) …
template <class T>
struct PatchesByPosition {
    static constexpr bool Along = false, KeepsLines = true, HasZeros = true;
    struct Line {
        const T* image;
        int y, x;
    };
    using Loaded = T;
    const T* x;
    const Tap* taps;
    ConvolutionShape shape;

    __device__ __forceinline__ Line line(int index) const
    {
        int positions = shape.outputHeight * shape.outputWidth, n = index / positions, t = index % positions;
        return {x + (long long)n * shape.inputs * shape.inputHeight * shape.inputWidth, t / shape.outputWidth * shape.stride - shape.padding, t % shape.outputWidth * shape.stride - shape.padding};
    }

    __device__ __forceinline__ Tap place(int k) const { return taps[k]; }
    __device__ __forceinline__ int offset(const Line& line, const Tap& tap) const
    {
        return placeInImage(tap.image, line.y + tap.row, line.x + tap.column, shape.inputHeight, shape.inputWidth);
    }

    __device__ __forceinline__ T load(const Line& line, int offset) const { return line.image[offset]; }
    __device__ __forceinline__ T value(T loaded, int) const { return loaded; }
};

// … and as one whose lines are k and whose terms are the positions t of one sample.
template <class T>
struct PatchesByTap {
    // A tap is read again for each stretch: kept, they would take the registers of the sums.
    static constexpr bool Along = true, KeepsLines = false, HasZeros = true;
    using Line = Tap;
    using Loaded = T;
    struct Place {
        int y, x;
    };
    const T* image;
    const Tap* taps;
    ConvolutionShape shape;
    int length;

    // The bias's has no image.
    __device__ __forceinline__ Line line(int k) const
    {
        Tap tap = taps[math::min(k, length - 1)];
        tap.image = k < length ? tap.image : -1;
        return tap;
    }

    __device__ __forceinline__ Place place(int t) const
    {
        return {t / shape.outputWidth * shape.stride - shape.padding, t % shape.outputWidth * shape.stride - shape.padding};
    }

    __device__ __forceinline__ int offset(const Line& tap, const Place& place) const
    {
        int offset = placeInImage(tap.image, place.y + tap.row, place.x + tap.column, shape.inputHeight, shape.inputWidth);
        return tap.image < 0 ? 0 : offset;
    }

    __device__ __forceinline__ T load(const Line&, int offset) const { return image[offset]; }
    __device__ __forceinline__ T value(T loaded, int k) const { return k < length ? loaded : T(1); }
};

// The cotangents of one sample, a line for each class and output channel, the positions its terms.
template <class T>
struct CotangentsByChannel {
    static constexpr bool Along = true, KeepsLines = true, HasZeros = false;
    // A row is a class and a channel, and the channels of a class follow those of the one before. `feature`: where the channel's begin among the factors.
    struct Line {
        int row, feature;
    };
    using Loaded = LoadedCotangent<T>;
    CotangentLine<T> sample;
    int mode, outputs, positions;

    __device__ __forceinline__ CotangentsByChannel(const Cotangents<T>& view, int n, int outputs, int positions)
        : sample(cotangentLine(view, n, 0, 0)), mode(view.mode), outputs(outputs), positions(positions)
    {
    }

    __device__ __forceinline__ Line line(int row) const { return {row, row % outputs * positions}; }
    __device__ __forceinline__ int place(int t) const { return t; }
    __device__ __forceinline__ int offset(const Line&, int t) const { return t; }
    __device__ __forceinline__ Loaded load(const Line& line, int t) const { return {sample.d[(long long)line.row * positions + t], sample.factor[line.feature + t]}; }
    __device__ __forceinline__ T value(const Loaded& loaded, int) const { return withFactor(loaded.d, loaded.factor, mode); }
};

// An operand's terms in float64.
template <class Operand>
struct Wide : Operand {
    __device__ __forceinline__ explicit Wide(const Operand& operand) : Operand(operand) {}

    __device__ __forceinline__ double value(const typename Operand::Loaded& loaded, int index) const { return double(Operand::value(loaded, index)); }
};

// 16 output (or input) channels and 64 positions.
using ConvolutionTile = Tile<16, 64, 16, 4, 4, 1>;

// Products within one sample.
using SampleTile = Tile<32, 32, 16, 4, 4, 1>;
