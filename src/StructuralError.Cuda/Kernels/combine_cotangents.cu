// to[n, c, f] = D[n, c, f] + add[n, c, f], factors multiplied in: where two paths meet before a skip and no product adds them, or a factor must be taken up.
#include "cotangents.h"

struct CombineArguments {
    Replicas replicas;
    Cotangents<void> from, add;
    void* to;
    int classes, sharedFrom, sharedAdd, reserved;
};

namespace {

template <class T>
__device__ __forceinline__ void combineCotangents(const CombineArguments& arguments)
{
    int features = arguments.from.features, across = (features + int(blockDim.x) - 1) / int(blockDim.x);
    int row = blockIdx.x / across, f = blockIdx.x % across * blockDim.x + threadIdx.x, n = row / arguments.classes, c = row % arguments.classes;
    if (n >= controlOf(arguments.replicas)->count || f >= features)
        return;
    Cotangents<T> from = typed<T>(arguments.from, arguments.replicas, arguments.sharedFrom), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    own(static_cast<T*>(arguments.to), arguments.replicas)[(long long)row * features + f] = cotangent(from, n, c, f) + optionalCotangent(add, n, c, f);
}

}

extern "C" __global__ void __launch_bounds__(128) combine_cotangents_f32(CombineArguments arguments) { combineCotangents<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) combine_cotangents_f64(CombineArguments arguments) { combineCotangents<double>(arguments); }
