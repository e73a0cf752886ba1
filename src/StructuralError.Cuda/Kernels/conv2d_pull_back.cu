// The cotangents at a convolution's input: to[n, c, i, s] = Σ_{o, t under s} B[n, c, o, t]·W[o, i, s − t] + add[n, c, i, s].
#include "convolution.h"

struct Conv2dPullBackArguments {
    Replicas replicas;
    ConvolutionShape shape;
    Cotangents<void> output, add;
    const void* weights;
    void* to;
    // (o, row, column): image = where o's cotangents begin, weight = where o's weights of input channel 0 have that cell.
    const Tap* taps;
    int classes, sharedOutput, sharedAdd, reserved;
};

namespace {

template <class T>
struct KernelsByInput {
    static constexpr bool Along = true, KeepsLines = true;
    using Line = const T*;
    const T* weights;
    const Tap* taps;
    int cells;

    __device__ __forceinline__ Line line(int i) const { return weights + (long long)i * cells; }
    __device__ __forceinline__ int place(int k) const { return taps[k].weight; }
    __device__ __forceinline__ T load(Line line, int weight) const { return line[weight]; }
};

template <class T>
struct OutputsAroundInput {
    static constexpr bool Along = false, KeepsLines = true;
    struct Line {
        CotangentLine<T> cotangents;
        int y, x;
    };
    Cotangents<T> view;
    const Tap* taps;
    ConvolutionShape shape;
    int classes;

    __device__ __forceinline__ Line line(int index) const
    {
        int positions = shape.inputHeight * shape.inputWidth, row = index / positions, s = index % positions, n = row / classes;
        return {{view.d + n * view.sampleStride + (long long)(row % classes) * view.features, view.factor + (long long)n * view.features},
            s / shape.inputWidth + shape.padding, s % shape.inputWidth + shape.padding};
    }

    __device__ __forceinline__ Tap place(int k) const { return taps[k]; }

    __device__ __forceinline__ T load(const Line& line, const Tap& tap) const
    {
        int y = line.y - tap.row, x = line.x - tap.column;
        if (y < 0 || x < 0)
            return T(0);
        if (shape.stride != 1) {
            if (y % shape.stride != 0 || x % shape.stride != 0)
                return T(0);
            y /= shape.stride;
            x /= shape.stride;
        }

        if (y >= shape.outputHeight || x >= shape.outputWidth)
            return T(0);
        return cotangent(line.cotangents, tap.image + y * shape.outputWidth + x, view.mode);
    }
};

template <class T>
__device__ __forceinline__ void conv2dPullBack(const Conv2dPullBackArguments& arguments)
{
    const ConvolutionShape& shape = arguments.shape;
    int classes = arguments.classes, positions = shape.inputHeight * shape.inputWidth, cells = shape.kernel * shape.kernel;
    int columns = controlOf(arguments.replicas)->count * classes * positions, first = blockIdx.x * ConvolutionTile::Columns;
    if (first >= columns)
        return;
    Cotangents<T> output = typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    T* to = own(static_cast<T*>(arguments.to), arguments.replicas);
    KernelsByInput<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), arguments.taps, cells};
    OutputsAroundInput<T> outputs{output, arguments.taps, shape, classes};
    product<T, ConvolutionTile>(weights, outputs, [&](int i, int column, T sum) {
        int row = column / positions, f = i * positions + column % positions;
        to[(long long)row * add.features + f] = sum + optionalCotangent(add, row / classes, row % classes, f);
    }, blockIdx.y * ConvolutionTile::Rows, shape.inputs, first, columns, shape.outputs * cells);
}

}

extern "C" __global__ void __launch_bounds__(64) conv2d_pull_back_f32(Conv2dPullBackArguments arguments) { conv2dPullBack<float>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_pull_back_f64(Conv2dPullBackArguments arguments) { conv2dPullBack<double>(arguments); }
