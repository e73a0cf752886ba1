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

template <class T>
__device__ __forceinline__ void conv2dForward(const Conv2dForwardArguments& arguments)
{
    const ConvolutionShape& shape = arguments.shape;
    int positions = shape.outputHeight * shape.outputWidth, columns = controlOf(arguments.replicas)->count * positions;
    int first = blockIdx.x * ConvolutionTile::Columns, terms = shape.inputs * shape.kernel * shape.kernel;
    if (first >= columns)
        return;
    const T* bias = own(static_cast<const T*>(arguments.bias), arguments.replicas);
    const T* skip = own(static_cast<const T*>(arguments.skip), arguments.replicas);
    T* y = own(static_cast<T*>(arguments.y), arguments.replicas);
    T* sum = own(static_cast<T*>(arguments.sum), arguments.replicas);
    AlongRows<T> weights{own(static_cast<const T*>(arguments.weights), arguments.replicas), terms};
    PatchesByPosition<T> patches{own(static_cast<const T*>(arguments.x), arguments.replicas), arguments.taps, shape};
    product<T, ConvolutionTile>(weights, patches, [&](int o, int column, T z) {
        long long place = ((long long)(column / positions) * shape.outputs + o) * positions + column % positions;
        T value = bias ? z + bias[o] : z;
        value = arguments.relu && value <= T(0) ? T(0) : value;
        y[place] = value;
        if (skip)
            sum[place] = skip[place] + value;
    }, blockIdx.y * ConvolutionTile::Rows, shape.outputs, first, columns, terms);
}

}

extern "C" __global__ void __launch_bounds__(64) conv2d_forward_f32(Conv2dForwardArguments arguments) { conv2dForward<float>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_forward_f64(Conv2dForwardArguments arguments) { conv2dForward<double>(arguments); }
