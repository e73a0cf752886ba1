// destination[i] = f(source[i]) for i < length: the elementary functions of functions.h one by one, so that they can be compared with others'.
#include "device.h"

namespace {

enum Function { Exp, Log, Tanh, Erf, Erfc };

__device__ double apply(int function, double x)
{
    switch (function) {
    case Exp:
        return math::exp(x);
    case Log:
        return math::log(x);
    case Tanh:
        return math::tanh(x);
    case Erf:
        return math::erf(x);
    default:
        return math::erfc(x);
    }
}

}

extern "C" __global__ void __launch_bounds__(128) functions_f64(double* destination, const double* source, int function, int length)
{
    int i = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < length)
        destination[i] = apply(function, source[i]);
}
