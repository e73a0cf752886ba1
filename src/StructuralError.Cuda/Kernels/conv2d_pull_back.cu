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
    static constexpr bool Along = true, KeepsLines = true, HasZeros = false;
    using Line = const T*;
    using Loaded = T;
    const T* weights;
    const Tap* taps;
    int cells;

    __device__ __forceinline__ Line line(int i) const { return weights + (long long)i * cells; }
    __device__ __forceinline__ int place(int k) const { return taps[k].weight; }
    __device__ __forceinline__ int offset(Line, int weight) const { return weight; }
    __device__ __forceinline__ T load(Line line, int offset) const { return line[offset]; }
    __device__ __forceinline__ T value(T loaded, int) const { return loaded; }
};

template <class T, bool IsStrided>
struct OutputsAroundInput {
    static constexpr bool Along = false, KeepsLines = true, HasZeros = true;
    struct Line {
        CotangentLine<T> cotangents;
        int y, x;
    };
    using Loaded = LoadedCotangent<T>;
    Cotangents<T> view;
    const Tap* taps;
    ConvolutionShape shape;
    int classes;

    __device__ __forceinline__ Line line(int index) const
    {
        int positions = shape.inputHeight * shape.inputWidth, row = index / positions, s = index % positions;
        return {cotangentLine(view, row / classes, (long long)(row % classes) * view.features, 0), s / shape.inputWidth + shape.padding, s % shape.inputWidth + shape.padding};
    }

    __device__ __forceinline__ Tap place(int k) const { return taps[k]; }
    __device__ __forceinline__ int offset(const Line& line, const Tap& tap) const
    {
        int y = line.y - tap.row, x = line.x - tap.column, stride = shape.stride;
        if constexpr (!IsStrided)
            return placeInImage(tap.image, y, x, shape.outputHeight, shape.outputWidth);
        int offset = placeInImage(tap.image, y / stride, x / stride, shape.outputHeight, shape.outputWidth);
        return y >= 0 && x >= 0 && y % stride == 0 && x % stride == 0 ? offset : -1;
    }

    __device__ __forceinline__ Loaded load(const Line& line, int offset) const { return {line.cotangents.d[offset], line.cotangents.factor[offset]}; }
    __device__ __forceinline__ T value(const Loaded& loaded, int) const { return withFactor(loaded.d, loaded.factor, view.mode); }
};

// A row is a channel i, a column (n, c, s).
template <class T>
struct ImageCotangents : CotangentResult<T> {
    using Row = int;
    using Column = typename CotangentResult<T>::Place;
    using Loaded = typename CotangentResult<T>::Loaded;
    int positions;

    __device__ __forceinline__ Row row(int index) const { return index * positions; }
    __device__ __forceinline__ Column column(int index) const { return this->place(index / positions, index % positions); }
    __device__ __forceinline__ Loaded load(Row row, const Column& column) const { return CotangentResult<T>::load(column, row); }
    __device__ __forceinline__ void store(Row row, const Column& column, T sum, const Loaded& loaded) const { CotangentResult<T>::store(column, row, sum, loaded); }
};

template <class T, bool IsStrided>
__device__ __forceinline__ void conv2dPullBack(const Conv2dPullBackArguments& arguments)
{
    const ConvolutionShape& shape = arguments.shape;
    int classes = arguments.classes, positions = shape.inputHeight * shape.inputWidth, cells = shape.kernel * shape.kernel;
    int columns = controlOf(arguments.replicas)->count * classes * positions, first = blockIdx.x * ConvolutionTile::Columns;
    if (first >= columns)
        return;
    Cotangents<T> output = typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    KernelsByInput<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), arguments.taps, cells};
    OutputsAroundInput<T, IsStrided> outputs{output, arguments.taps, shape, classes};
    ImageCotangents<T> result{{own(static_cast<T*>(arguments.to), arguments.replicas), add, classes}, positions};
    product<T, ConvolutionTile>(weights, outputs, result, blockIdx.y * ConvolutionTile::Rows, shape.inputs, first, columns, shape.outputs * cells);
}

}

// Strides other than 1 cost divisions.
extern "C" __global__ void __launch_bounds__(64, 8) conv2d_pull_back_f32(Conv2dPullBackArguments arguments) { conv2dPullBack<float, false>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_pull_back_f64(Conv2dPullBackArguments arguments) { conv2dPullBack<double, false>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_pull_back_strided_f32(Conv2dPullBackArguments arguments) { conv2dPullBack<float, true>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_pull_back_strided_f64(Conv2dPullBackArguments arguments) { conv2dPullBack<double, true>(arguments); }
