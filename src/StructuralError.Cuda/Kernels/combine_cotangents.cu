// to[n, c, f] = D[n, c, f] + add[n, c, f], factors multiplied in: where two paths meet before a skip and no product adds them, or a factor must be taken up. A thread for each (n, f).
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
    int features = arguments.from.features, classes = arguments.classes, n = blockIdx.y, f = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= controlOf(arguments.replicas)->count || f >= features)
        return;
    Cotangents<T> from = typed<T>(arguments.from, arguments.replicas, arguments.sharedFrom), add = typed<T>(arguments.add, arguments.replicas, arguments.sharedAdd);
    T* to = own(static_cast<T*>(arguments.to), arguments.replicas) + (long long)n * classes * features + f;
    for (int firstClass = 0; firstClass < classes; firstClass += ClassesAtOnce) {
        T d[ClassesAtOnce], past[ClassesAtOnce];
        classesAt(from, n, f, firstClass, classes, d);
        classesAt(add, n, f, firstClass, classes, past);
        UNROLL()
        for (int i = 0; i < ClassesAtOnce; i++)
            if (firstClass + i < classes)
                to[(long long)(firstClass + i) * features] = d[i] + past[i];
    }
}

}

extern "C" __global__ void __launch_bounds__(128) combine_cotangents_f32(CombineArguments arguments) { combineCotangents<float>(arguments); }
extern "C" __global__ void __launch_bounds__(128) combine_cotangents_f64(CombineArguments arguments) { combineCotangents<double>(arguments); }
