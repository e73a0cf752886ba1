// max f − ⟨q, f⟩: the prediction is one-hot at the first of the largest logits.
#include "loss.h"

namespace {

struct Perceptron {
    template <class T>
    static __device__ __forceinline__ double evaluate(const LossSample<T>& sample, double& fittingError)
    {
        double loss = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double q = sample.q(c);
            // 0 · f lets NaN through.
            loss += q == 0 ? 0 * sample.f(c) : q * (sample.f(sample.best) - sample.f(c));
            sample.error[c] = q - (c == sample.best ? 1 : 0);
        }

        fittingError = squaredError(sample);
        return warpSum(loss);
    }

    template <class T>
    static __device__ __forceinline__ double scale(const LossSample<T>& sample, double)
    {
        return scaleError(sample);
    }
};

}

LOSS_ENTRIES(perceptron, Perceptron)
