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
