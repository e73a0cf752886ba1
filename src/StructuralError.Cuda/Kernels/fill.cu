// destination[i] = value for i < length: the smallest kernel there is, by which the route from source to device is checked.
#include "device.h"

namespace {

template <class T>
__device__ __forceinline__ void fill(T* destination, T value, int length)
{
    int i = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < length)
        destination[i] = value;
}

}

extern "C" __global__ void __launch_bounds__(128) fill_f32(float* destination, float value, int length) { fill(destination, value, length); }
extern "C" __global__ void __launch_bounds__(128) fill_f64(double* destination, double value, int length) { fill(destination, value, length); }
