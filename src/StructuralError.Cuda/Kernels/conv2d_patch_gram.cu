// K[n, t, s] = ⟨patch(n, t), patch(n, s)⟩, with a bias + 1, in float64: form G of a convolution's Gram part needs no Jacobian, only how alike its patches are.
#include "convolution.h"

struct Conv2dPatchGramArguments {
    Replicas replicas;
    ConvolutionShape shape;
    const void* x;
    double* kernel;
    const Tap* taps;
};

namespace {

struct PatchGram : RowMajor<double> {
    int bias;

    __device__ __forceinline__ void store(Row row, Column column, double sum, Loaded) const { row[column] = sum + bias; }
};

template <class T>
__device__ __forceinline__ void conv2dPatchGram(const Conv2dPatchGramArguments& arguments)
{
    const ConvolutionShape& shape = arguments.shape;
    int n = blockIdx.x;
    if (n >= controlOf(arguments.replicas)->count)
        return;
    int positions = shape.outputHeight * shape.outputWidth, across = tiles(positions, SampleTile::Columns);
    const T* x = own(static_cast<const T*>(arguments.x), arguments.replicas) + (long long)n * shape.inputs * shape.inputHeight * shape.inputWidth;
    double* kernel = own(arguments.kernel, arguments.replicas) + (long long)n * positions * positions;
    Wide<PatchesByPosition<T>> patches(PatchesByPosition<T>{x, arguments.taps, shape});
    product<double, SampleTile>(patches, patches, PatchGram{{kernel, positions}, shape.bias},
        blockIdx.y / across * SampleTile::Rows, positions, blockIdx.y % across * SampleTile::Columns, positions, shape.inputs * shape.kernel * shape.kernel);
}

}

extern "C" __global__ void __launch_bounds__(64) conv2d_patch_gram_f32(Conv2dPatchGramArguments arguments) { conv2dPatchGram<float>(arguments); }
extern "C" __global__ void __launch_bounds__(64) conv2d_patch_gram_f64(Conv2dPatchGramArguments arguments) { conv2dPatchGram<double>(arguments); }
