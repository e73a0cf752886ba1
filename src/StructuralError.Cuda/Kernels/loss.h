// What the kernels of all losses share. A loss NAME is the file NAME_loss.cu with the entries NAME_loss_f32 and NAME_loss_f64, one warp a sample: it writes the
// sample's loss, whether it is correct, its fitting error, its logits as float64 and e = q − p. Where the fitting error is below SmallFittingError it also writes
// its logarithm, and e / s with max |e_c| / s = 1. C#: Planning/LossKernel.cs.
#pragma once

#include "step.h"

struct LossArguments {
    Replicas replicas;
    const void* logits;
    // e, [n, c] of the capacity, and behind it e / s, the same.
    double* error;
    double* results;
    // The loss's own number, as α of entmax.
    double parameter;
    int classes, capacity;
};

// The first thing that a loss does, in every thread: moves the step counter on. The gather of the next step finds it.
__device__ __forceinline__ void moveStepOn(StepControl* control)
{
    if (blockIdx.x == 0 && threadIdx.x == 0) {
        control->counter = control->index + 1;
        control->measuredIndex = control->index;
        control->measuredCount = control->count;
    }
}

__device__ __forceinline__ double warpMax(double value)
{
    for (int distance = 16; distance > 0; distance /= 2)
        value = math::max(value, __shfl_xor_sync(0xffffffffu, value, distance));
    return value;
}

// ln(1 + x) for x > −1, and e^x − 1: what rounding took from 1 + x, or from e^x, is given back (Core: Elementary).
__device__ __forceinline__ double logPlusOne(double x)
{
    double sum = 1 + x;
    return sum == 1 ? x : math::log(sum) * (x / (sum - 1));
}

__device__ __forceinline__ double expMinusOne(double x)
{
    double exp = math::exp(x), difference = exp - 1;
    return exp == 1 ? x : difference == -1 || exp == __builtin_inf() ? difference : difference * (x / math::log(exp));
}

// p ln p; 0 at 0.
__device__ __forceinline__ double timesLog(double p) { return p == 0 ? 0 : p * math::log(p); }

// One sample, the same in every lane of its warp. A lane has the classes lane, lane + 32, ...
template <class T>
struct LossSample {
    const T* logits;
    // Null where q is one-hot at the label.
    const double* target;
    // e, and e / s.
    double* error;
    double* scaled;
    double parameter;
    int label, classes, lane;

    // The largest logit and its class, the first of equals. NaN loses every comparison.
    double maximum;
    int best;

    __device__ __forceinline__ double f(int c) const { return double(logits[c]); }
    __device__ __forceinline__ bool isOneHot() const { return !target; }
    __device__ __forceinline__ double q(int c) const { return target ? target[c] : c == label ? 1 : 0; }
};

// e / s and ln E_f from e itself; −∞ where e is 0.
template <class T>
__device__ __forceinline__ double scaleError(const LossSample<T>& sample)
{
    double largest = 0, norm = 0;
    for (int c = sample.lane; c < sample.classes; c += 32)
        largest = math::max(largest, math::abs(sample.error[c]));
    largest = warpMax(largest);
    for (int c = sample.lane; c < sample.classes; c += 32) {
        double value = largest > 0 ? sample.error[c] / largest : 0;
        sample.scaled[c] = value;
        norm += value * value;
    }

    norm = warpSum(norm);
    return largest > 0 ? 2 * math::log(largest) + math::log(norm) : -__builtin_inf();
}

// Kernel of a loss. Loss::evaluate writes e and gives E_f and, as its result, the loss, both the same in every lane; Loss::scale writes e / s and gives ln E_f.
template <class T, class Loss>
__device__ __forceinline__ void measureLoss(const LossArguments& arguments)
{
    StepControl* control = controlOf(arguments.replicas);
    int n = blockIdx.x, classes = arguments.classes;
    moveStepOn(control);
    if (n >= control->count)
        return;
    ResultRow row = resultRow(own(arguments.results, arguments.replicas), control, control->index, arguments.capacity, classes);
    int index = orderOf(control)[control->first + n];
    double* error = own(arguments.error, arguments.replicas) + (long long)n * classes;
    LossSample<T> sample = {
        own(static_cast<const T*>(arguments.logits), arguments.replicas) + (long long)n * classes,
        control->targets ? control->targets + (long long)index * classes : nullptr,
        error,
        error + (long long)arguments.capacity * classes,
        arguments.parameter,
        control->labels[index],
        classes,
        int(threadIdx.x),
        0,
        0,
    };

    // A target that is one-hot by its values is one-hot.
    if (sample.target && sample.target[sample.label] == 1)
        sample.target = nullptr;
    sample.maximum = sample.f(0);
    for (int c = 1; c < classes; c++) {
        double logit = sample.f(c);
        sample.best = logit > sample.f(sample.best) ? c : sample.best;
        sample.maximum = logit > sample.maximum ? logit : sample.maximum;
    }

    for (int c = sample.lane; c < classes; c += 32)
        row.logits[(long long)n * classes + c] = sample.f(c);
    double fittingError, loss = Loss::evaluate(sample, fittingError);
    __syncwarp();
    if (sample.lane == 0) {
        row.loss[n] = loss;
        row.correct[n] = sample.best == sample.label ? 1 : 0;
        row.fittingError[n] = fittingError;
    }

    if (fittingError < SmallFittingError) {
        double logarithm = Loss::scale(sample, loss);
        if (sample.lane == 0)
            row.smallLogError[n] = logarithm;
    }
}

// E_f of an error that every lane has written for its own classes.
template <class T>
__device__ __forceinline__ double squaredError(const LossSample<T>& sample)
{
    double sum = 0;
    for (int c = sample.lane; c < sample.classes; c += 32)
        sum += sample.error[c] * sample.error[c];
    return warpSum(sum);
}

#define LOSS_ENTRIES(NAME, LOSS) \
    extern "C" __global__ void __launch_bounds__(32) NAME##_loss_f32(LossArguments arguments) { measureLoss<float, LOSS>(arguments); } \
    extern "C" __global__ void __launch_bounds__(32) NAME##_loss_f64(LossArguments arguments) { measureLoss<double, LOSS>(arguments); }
