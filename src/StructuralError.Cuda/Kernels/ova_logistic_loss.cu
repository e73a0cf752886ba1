// Σ_c ln(1 + e^{f_c}) − q_c f_c + q_c ln q_c + (1 − q_c) ln(1 − q_c), p_c = 1 / (1 + e^{−f_c}). A class with q_c = 1 has e_c = 1 / (1 + e^{f_c}) and the loss
// ln(1 + e^{−f_c}), without cancellation.
#include "loss.h"

namespace {

__device__ __forceinline__ double softplus(double x) { return math::max(x, 0.0) + logPlusOne(math::exp(-math::abs(x))); }

// With its relative accuracy for large negative x too.
__device__ __forceinline__ double sigmoid(double x) { return x < 0 ? math::exp(x) / (1 + math::exp(x)) : 1 / (1 + math::exp(-x)); }

struct OvaLogistic {
    template <class T>
    static __device__ __forceinline__ double evaluate(const LossSample<T>& sample, double& fittingError)
    {
        double loss = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double f = sample.f(c), q = sample.q(c);
            sample.error[c] = q == 1 ? sigmoid(-f) : q - sigmoid(f);
            // 0 · f lets infinity through: it must not look like a perfect prediction.
            loss += q == 1 ? softplus(-f) + 0 * f : softplus(f) - q * f + timesLog(q) + timesLog(1 - q);
        }

        fittingError = squaredError(sample);
        loss = warpSum(loss);
        return loss < 0 ? 0 : loss;
    }

    // ln |e_c| = −ln(1 + e^{±f_c}) keeps its digits where e_c itself is too small.
    template <class T>
    static __device__ __forceinline__ double scale(const LossSample<T>& sample, double)
    {
        if (!sample.isOneHot())
            return scaleError(sample);
        double largest = -__builtin_inf(), norm = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            sample.scaled[c] = -softplus(c == sample.label ? sample.f(c) : -sample.f(c));
            largest = math::max(largest, sample.scaled[c]);
        }

        largest = warpMax(largest);
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double size = math::exp(sample.scaled[c] - largest);
            sample.scaled[c] = c == sample.label ? size : -size;
            norm += size * size;
        }

        return 2 * largest + math::log(warpSum(norm));
    }
};

}

LOSS_ENTRIES(ova_logistic, OvaLogistic)
