// y[n, o] = φ(Σ_i x[n, i]·W[o, i] + b[o]), φ ReLU or nothing, and, where a skip ends here, sum[n, o] = skip[n, o] + y[n, o].
#include "product.h"

struct LinearForwardArguments {
    Replicas replicas;
    const void* x;
    const void* weights;
    const void* bias;
    void* y;
    const void* skip;
    void* sum;
    int inputs, outputs, relu, reserved;
};

namespace {

// NaN passes, so that a diverged run is seen.
template <class T>
__device__ __forceinline__ T rectified(T x) { return x <= T(0) ? T(0) : x; }

// A batch of 64 and 128 outputs: 64 blocks of 8 warps, each warp an eighth of the terms.
using LinearForwardTile = Tile<8, 16, 64, 2, 2, 8>;

// A row is a sample n, a column an output o.
template <class T>
struct LinearOutput {
    static constexpr int RowsAtOnce = 4;
    static constexpr bool IsInPlace = false;
    using Row = long long;
    struct Column {
        int o;
        T bias;
    };
    using Loaded = T;
    const T* bias;
    const T* skip;
    T* y;
    T* sum;
    int outputs, relu;

    __device__ __forceinline__ Row row(int n) const { return (long long)n * outputs; }
    __device__ __forceinline__ Column column(int o) const { return {o, bias ? bias[o] : T(0)}; }
    __device__ __forceinline__ bool reads() const { return skip != nullptr; }
    __device__ __forceinline__ T load(Row row, const Column& column) const { return skip[row + column.o]; }
    __device__ __forceinline__ void store(Row row, const Column& column, T z, T past) const
    {
        T value = bias ? z + column.bias : z;
        value = relu ? rectified(value) : value;
        y[row + column.o] = value;
        if (skip)
            sum[row + column.o] = past + value;
    }
};

template <class T>
__device__ __forceinline__ void linearForward(const LinearForwardArguments& arguments)
{
    int count = controlOf(arguments.replicas)->count, first = blockIdx.y * LinearForwardTile::Rows;
    if (first >= count)
        return;
    AlongRows<T> x{own(static_cast<const T*>(arguments.x), arguments.replicas), arguments.inputs};
    AlongRows<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), arguments.inputs};
    LinearOutput<T> output{own(static_cast<const T*>(arguments.bias), arguments.replicas), own(static_cast<const T*>(arguments.skip), arguments.replicas),
        own(static_cast<T*>(arguments.y), arguments.replicas), own(static_cast<T*>(arguments.sum), arguments.replicas), arguments.outputs, arguments.relu};
    product<T, LinearForwardTile>(x, weights, output, first, count, blockIdx.x * LinearForwardTile::Columns, arguments.outputs, arguments.inputs);
}

}

extern "C" __global__ void __launch_bounds__(256) linear_forward_f32(LinearForwardArguments arguments) { linearForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(256) linear_forward_f64(LinearForwardArguments arguments) { linearForward<double>(arguments); }
