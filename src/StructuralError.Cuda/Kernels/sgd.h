// SGD with momentum as PyTorch's, one parameter: v ← μ v + (g / N + wd·θ), θ ← θ − lr·v. What rounding takes from θ is kept and added to the next step
// (Kahan's compensated sum). As Cpu/Kernels/Sgd.cs.
#pragma once

#include "step.h"

template <class T>
struct Sgd {
    T* theta;
    T* momentum;
    T* compensation;
    T scale, mu, decay, minusRate;

    // gradient: summed over the batch. place: that of the parameter in θ.
    __device__ __forceinline__ void update(long long place, T gradient) const
    {
        T value = theta[place];
        T v = math::fma(mu, momentum[place], math::fma(decay, value, scale * gradient));
        T change = math::fma(minusRate, v, compensation[place]), sum = value + change;
        momentum[place] = v;
        theta[place] = sum;
        compensation[place] = change - (sum - value);
    }
};

// θ, v and the compensation follow each other, `parameters` long each.
template <class T>
__device__ __forceinline__ Sgd<T> sgdOf(const StepControl* control, T* state, long long parameters)
{
    return {state, state + parameters, state + 2 * parameters, T(1.0 / control->count), T(control->momentum), T(control->decay), T(-control->rate)};
}
