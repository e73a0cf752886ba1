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

template <class T>
__device__ __forceinline__ void linearForward(const LinearForwardArguments& arguments)
{
    int count = controlOf(arguments.replicas)->count, first = blockIdx.y * LinearForwardTile::Rows;
    if (first >= count)
        return;
    const T* bias = own(static_cast<const T*>(arguments.bias), arguments.replicas);
    const T* skip = own(static_cast<const T*>(arguments.skip), arguments.replicas);
    T* y = own(static_cast<T*>(arguments.y), arguments.replicas);
    T* sum = own(static_cast<T*>(arguments.sum), arguments.replicas);
    AlongRows<T> x{own(static_cast<const T*>(arguments.x), arguments.replicas), arguments.inputs};
    AlongRows<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), arguments.inputs};
    product<T, LinearForwardTile>(x, weights, [&](int n, int o, T z) {
        long long place = (long long)n * arguments.outputs + o;
        T value = bias ? z + bias[o] : z;
        value = arguments.relu ? rectified(value) : value;
        y[place] = value;
        if (skip)
            sum[place] = skip[place] + value;
    }, first, count, blockIdx.x * LinearForwardTile::Columns, arguments.outputs, arguments.inputs);
}

}

extern "C" __global__ void __launch_bounds__(256) linear_forward_f32(LinearForwardArguments arguments) { linearForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(256) linear_forward_f64(LinearForwardArguments arguments) { linearForward<double>(arguments); }
