// SGD with momentum as PyTorch's, one parameter: v ← μ v + (g / N + wd·θ), θ ← θ − lr·v. What rounding takes from θ is kept and added to the next step
// (Kahan's compensated sum). As Cpu/Kernels/Sgd.cs.
#pragma once

#include "step.h"

// What is kept of one parameter.
template <class T>
struct SgdState {
    T theta, momentum, compensation;
};

template <class T>
struct Sgd {
    T* theta;
    T* momentum;
    T* compensation;
    T scale, mu, decay, minusRate;

    // place: that of the parameter in θ. Apart from the update, so that several are read before the first is written.
    __device__ __forceinline__ SgdState<T> load(long long place) const { return {theta[place], momentum[place], compensation[place]}; }

    // gradient: summed over the batch.
    __device__ __forceinline__ void update(long long place, const SgdState<T>& state, T gradient) const
    {
        T v = math::fma(mu, state.momentum, math::fma(decay, state.theta, scale * gradient));
        T change = math::fma(minusRate, v, state.compensation), sum = state.theta + change;
        momentum[place] = v;
        theta[place] = sum;
        compensation[place] = change - (sum - state.theta);
    }
};

// θ, v and the compensation follow each other, `parameters` long each.
template <class T>
__device__ __forceinline__ Sgd<T> sgdOf(const StepControl* control, T* state, long long parameters)
{
    return {state, state + parameters, state + 2 * parameters, T(1.0 / control->count), T(control->momentum), T(control->decay), T(-control->rate)};
}
