// Q[n, c, o, t] = Σ_s B[n, c, o, s]·K[n, s, t], in float64. Form G of a convolution's Gram part: A⁽ˡ⁾_cc' = Σ_{o,t} B[n, c, o, t]·Q[n, c', o, t].
#include "convolution.h"

struct Conv2dPatchProductArguments {
    Replicas replicas;
    Cotangents<void> output;
    const double* kernel;
    double* products;
    int classes, outputs, positions, sharedOutput;
};

namespace {

template <class T>
__device__ __forceinline__ void conv2dPatchProduct(const Conv2dPatchProductArguments& arguments)
{
    int n = blockIdx.x, positions = arguments.positions, rows = arguments.classes * arguments.outputs;
    if (n >= controlOf(arguments.replicas)->count)
        return;
    int across = tiles(positions, SampleTile::Columns);
    Wide<CotangentsByChannel<T>> b(CotangentsByChannel<T>(typed<T>(arguments.output, arguments.replicas, arguments.sharedOutput), n, arguments.outputs, positions));
    AcrossRows<double> kernel{own(arguments.kernel, arguments.replicas) + (long long)n * positions * positions, positions};
    double* products = own(arguments.products, arguments.replicas) + (long long)n * rows * positions;
    product<double, SampleTile>(b, kernel, RowMajor<double>{products, positions},
        blockIdx.y / across * SampleTile::Rows, rows, blockIdx.y % across * SampleTile::Columns, positions, positions);
}

}

extern "C" __global__ void __launch_bounds__(64) conv2d_patch_product_f32(Conv2dPatchProductArguments arguments) { conv2dPatchProduct<float>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_patch_product_f64(Conv2dPatchProductArguments arguments) { conv2dPatchProduct<double>(arguments); }
