// Loss, error and prediction of each sample, in float64 through the log-softmax. For a one-hot q e is without cancellation: the true class gets Σ_{c≠y} p_c.
#include "loss.h"

namespace {

struct Softmax {
    template <class T>
    static __device__ __forceinline__ double evaluate(const LossSample<T>& sample, double& fittingError)
    {
        double sum = 0;
        for (int c = sample.lane; c < sample.classes; c += 32)
            sum += math::exp(sample.f(c) - sample.maximum);
        double logSum = math::log(warpSum(sum)), others = 0;
        if (!sample.isOneHot())
            return evaluateSoft(sample, logSum, fittingError);
        fittingError = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double p = c == sample.label ? 0 : math::exp(sample.f(c) - sample.maximum - logSum);
            others += p;
            fittingError += p * p;
            sample.error[c] = -p;
        }

        others = warpSum(others);
        fittingError = warpSum(fittingError) + others * others;
        __syncwarp();
        if (sample.lane == 0)
            sample.error[sample.label] = others;
        return logSum - (sample.f(sample.label) - sample.maximum);
    }

    // Σ_c q_c (ln q_c − ln p_c), of which rounding alone makes a negative number.
    template <class T>
    static __device__ __forceinline__ double evaluateSoft(const LossSample<T>& sample, double logSum, double& fittingError)
    {
        double loss = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double q = sample.q(c), logP = sample.f(c) - sample.maximum - logSum;
            loss += q == 0 ? 0 : q * (math::log(q) - logP);
            sample.error[c] = q - math::exp(logP);
        }

        fittingError = squaredError(sample);
        loss = warpSum(loss);
        return loss < 0 ? 0 : loss;
    }

    // ln E_f and e / s from the logits alone: s = Σ_{c≠y} p_c is the largest error, and no p is formed.
    template <class T>
    static __device__ __forceinline__ double scale(const LossSample<T>& sample, double loss)
    {
        if (!sample.isOneHot())
            return scaleError(sample);
        double second = 0, others = 0, norm = 0;
        bool isFirst = true;
        for (int c = 0; c < sample.classes; c++)
            if (c != sample.label) {
                second = isFirst || sample.f(c) > second ? sample.f(c) : second;
                isFirst = false;
            }

        for (int c = sample.lane; c < sample.classes; c += 32)
            others += c == sample.label ? 0 : math::exp(sample.f(c) - second);
        others = warpSum(others);
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double value = c == sample.label ? 1 : -math::exp(sample.f(c) - second) / others;
            sample.scaled[c] = value;
            norm += value * value;
        }

        // ln p_c = f_c − f_y − loss.
        norm = warpSum(norm);
        return 2 * (second - sample.f(sample.label) - loss + math::log(others)) + math::log(norm);
    }
};

}

LOSS_ENTRIES(softmax, Softmax)
