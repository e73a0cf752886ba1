// The cotangents at a linear layer's input: to[n, c, i] = Σ_o B[n, c, o]·W[o, i] + add[n, c, i], B those at its output with their factor, `add` what
// a skip brings past the layer.
#include "cotangents.h"
#include "product.h"

struct LinearPullBackArguments {
    Replicas replicas;
    Cotangents<void> output, add;
    const void* weights;
    void* to;
    int classes, sharedOutput, sharedAdd, reserved;
};

namespace {

// 640 rows (64 samples, 10 classes) and 128 inputs: 80 blocks.
using LinearPullBackTile = Tile<32, 32, 32, 4, 4, 2>;

template <class T>
struct CotangentRows {
    static constexpr bool Along = true, KeepsLines = true, HasZeros = false;
    using Line = CotangentLine<T>;
    using Loaded = LoadedCotangent<T>;
    Cotangents<T> view;
    int classes;

    __device__ __forceinline__ Line line(int row) const { return cotangentLine(view, row / classes, (long long)(row % classes) * view.features, 0); }
    __device__ __forceinline__ int place(int k) const { return k; }
    __device__ __forceinline__ int offset(const Line&, int k) const { return k; }
    __device__ __forceinline__ Loaded load(const Line& line, int offset) const { return {line.d[offset], line.factor[offset]}; }
    __device__ __forceinline__ T value(const Loaded& loaded, int) const { return withFactor(loaded.d, loaded.factor, view.mode); }
};

// A row is (n, c), a column i.
template <class T>
struct InputCotangents : CotangentResult<T> {
    using Row = typename CotangentResult<T>::Place;
    using Column = int;

    __device__ __forceinline__ Row row(int index) const { return this->place(index, 0); }
    __device__ __forceinline__ Column column(int index) const { return index; }
};

template <class T>
__device__ __forceinline__ void linearPullBack(const LinearPullBackArguments& arguments)
{
    int classes = arguments.classes, rows = controlOf(arguments.replicas)->count * classes, first = blockIdx.y * LinearPullBackTile::Rows;
    if (first >= rows)
        return;
    Cotangents<T> output = typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    int inputs = add.features;
    CotangentRows<T> b{output, classes};
    AcrossRows<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), inputs};
    InputCotangents<T> result{{own(static_cast<T*>(arguments.to), arguments.replicas), add, classes}};
    product<T, LinearPullBackTile>(b, weights, result, first, rows, blockIdx.x * LinearPullBackTile::Columns, inputs, output.features);
}

}

extern "C" __global__ void __launch_bounds__(128, 4) linear_pull_back_f32(LinearPullBackArguments arguments) { linearPullBack<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) linear_pull_back_f64(LinearPullBackArguments arguments) { linearPullBack<double>(arguments); }
