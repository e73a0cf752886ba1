// ½‖q − f‖²: the prediction is f itself.
#include "loss.h"

namespace {

struct Squared {
    template <class T>
    static __device__ __forceinline__ double evaluate(const LossSample<T>& sample, double& fittingError)
    {
        for (int c = sample.lane; c < sample.classes; c += 32)
            sample.error[c] = sample.q(c) - sample.f(c);
        fittingError = squaredError(sample);
        return fittingError / 2;
    }

    template <class T>
    static __device__ __forceinline__ double scale(const LossSample<T>& sample, double)
    {
        return scaleError(sample);
    }
};

}

LOSS_ENTRIES(squared, Squared)
