// y[n, o, t] = φ(Σ_k W[o, k]·patch(n, t)[k] + b[o]), φ ReLU or nothing, and, where a skip ends here, sum = skip + y. The patches are read in place.
#include "convolution.h"

struct Conv2dForwardArguments {
    Replicas replicas;
    ConvolutionShape shape;
    const void* x;
    const void* weights;
    const void* bias;
    void* y;
    const void* skip;
    void* sum;
    const Tap* taps;
    int relu, reserved;
};

namespace {

// A row is a channel o, a column (n, t).
template <class T>
struct ConvolutionOutput {
    static constexpr int RowsAtOnce = 4;
    static constexpr bool IsInPlace = false;
    struct Row {
        int first;
        T bias;
    };
    using Column = long long;
    using Loaded = T;
    const T* bias;
    const T* skip;
    T* y;
    T* sum;
    int outputs, positions, relu;

    __device__ __forceinline__ Row row(int o) const { return {o * positions, bias ? bias[o] : T(0)}; }
    __device__ __forceinline__ Column column(int index) const { return (long long)(index / positions) * outputs * positions + index % positions; }
    __device__ __forceinline__ bool reads() const { return skip != nullptr; }
    __device__ __forceinline__ T load(const Row& row, Column column) const { return skip[column + row.first]; }
    __device__ __forceinline__ void store(const Row& row, Column column, T z, T past) const
    {
        T value = bias ? z + row.bias : z;
        value = relu && value <= T(0) ? T(0) : value;
        y[column + row.first] = value;
        if (skip)
            sum[column + row.first] = past + value;
    }
};

template <class T>
__device__ __forceinline__ void conv2dForward(const Conv2dForwardArguments& arguments)
{
    const ConvolutionShape& shape = arguments.shape;
    int positions = shape.outputHeight * shape.outputWidth, columns = controlOf(arguments.replicas)->count * positions;
    int first = blockIdx.x * ConvolutionTile::Columns, terms = shape.inputs * shape.kernel * shape.kernel;
    if (first >= columns)
        return;
    AlongRows<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), terms};
    PatchesByPosition<T> patches{own(static_cast<const T*>(arguments.x), arguments.replicas), arguments.taps, shape};
    ConvolutionOutput<T> output{own(static_cast<const T*>(arguments.bias), arguments.replicas), own(static_cast<const T*>(arguments.skip), arguments.replicas),
        own(static_cast<T*>(arguments.y), arguments.replicas), own(static_cast<T*>(arguments.sum), arguments.replicas), shape.outputs, positions, arguments.relu};
    product<T, ConvolutionTile>(weights, patches, output, blockIdx.y * ConvolutionTile::Rows, shape.outputs, first, columns, terms);
}

}

extern "C" __global__ void __launch_bounds__(64) conv2d_forward_f32(Conv2dForwardArguments arguments) { conv2dForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_forward_f64(Conv2dForwardArguments arguments) { conv2dForward<double>(arguments); }
