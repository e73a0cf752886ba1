// Σ_c e^{f_c} + q_c ln q_c − q_c − q_c f_c, p = e^f: infinite where e^f is.
#include "loss.h"

namespace {

struct Poisson {
    template <class T>
    static __device__ __forceinline__ double evaluate(const LossSample<T>& sample, double& fittingError)
    {
        double loss = 0;
        for (int c = sample.lane; c < sample.classes; c += 32) {
            double f = sample.f(c), q = sample.q(c), excess = q == 1 ? expMinusOne(f) : math::exp(f) - q;
            double term = excess + (q == 0 ? 0 : timesLog(q) - q * f);
            sample.error[c] = -excess;
            loss += term < 0 ? 0 : term;
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

LOSS_ENTRIES(poisson, Poisson)
