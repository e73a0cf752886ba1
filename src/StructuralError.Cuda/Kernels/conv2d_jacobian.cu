// A convolution's block of every sample's Jacobian, form M: J[n, c, o, k] = Σ_t B[n, c, o, t]·patch(n, t)[k], with a bias one k more, whose patch is 1.
#include "convolution.h"

struct Conv2dJacobianArguments {
    Replicas replicas;
    ConvolutionShape shape;
    Cotangents<void> output;
    const void* x;
    void* jacobian;
    const Tap* taps;
    int classes, sharedOutput;
};

namespace {

// Up to 16 columns, as the first layer of an image with one channel has: few blocks, and many positions for each. Four groups of threads share them.
using NarrowTile = Tile<32, 16, 32, 4, 4, 4>;

template <class T, class Size>
__device__ __forceinline__ void conv2dJacobian(const Conv2dJacobianArguments& arguments)
{
    const ConvolutionShape& shape = arguments.shape;
    int n = blockIdx.x;
    if (n >= controlOf(arguments.replicas)->count)
        return;
    int terms = shape.inputs * shape.kernel * shape.kernel, columns = terms + shape.bias, rows = arguments.classes * shape.outputs, positions = shape.outputHeight * shape.outputWidth;
    int across = tiles(columns, Size::Columns), firstRow = blockIdx.y / across * Size::Rows, firstColumn = blockIdx.y % across * Size::Columns;
    CotangentsByChannel<T> b(typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), n, shape.outputs, positions);
    const T* x = own(static_cast<const T*>(arguments.x), arguments.replicas) + (long long)n * shape.inputs * shape.inputHeight * shape.inputWidth;
    T* jacobian = own(static_cast<T*>(arguments.jacobian), arguments.replicas) + (long long)n * rows * columns;
    product<T, Size>(b, PatchesByTap<T>{x, arguments.taps, shape, terms}, RowMajor<T>{jacobian, columns}, firstRow, rows, firstColumn, columns, positions);
}

}

extern "C" __global__ void __launch_bounds__(64, 6) conv2d_jacobian_f32(Conv2dJacobianArguments arguments) { conv2dJacobian<float, SampleTile>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_jacobian_f64(Conv2dJacobianArguments arguments) { conv2dJacobian<double, SampleTile>(arguments); }
extern "C" __global__ void __launch_bounds__(128) conv2d_jacobian_narrow_f32(Conv2dJacobianArguments arguments) { conv2dJacobian<float, NarrowTile>(arguments); }
extern "C" __global__ void __launch_bounds__(128) conv2d_jacobian_narrow_f64(Conv2dJacobianArguments arguments) { conv2dJacobian<double, NarrowTile>(arguments); }
