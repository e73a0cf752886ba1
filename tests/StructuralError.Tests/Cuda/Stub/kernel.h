// The kernels that the stub was built from, by name.
#pragma once
#include "block.h"
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace emulator {

struct Kernel {
    const char* name;
    Body body;
    std::vector<unsigned> parameterSizes;
    double secondsPerBlock = 0;  // of earlier launches
};

// The call of Function with its parameters taken one after the other from memory.
template <auto Function>
struct Call;

template <class... Parameters, void (*Function)(Parameters...)>
struct Call<Function> {
    static void run(const char* arguments) { run(arguments, std::index_sequence_for<Parameters...>()); }
    static std::vector<unsigned> sizes() { return {unsigned(sizeof(Parameters))...}; }

private:
    static constexpr unsigned offset(unsigned index)
    {
        constexpr unsigned Sizes[] = {unsigned(sizeof(Parameters))..., 0};
        unsigned sum = 0;
        for (unsigned i = 0; i < index; i++)
            sum += (Sizes[i] + 7) / 8 * 8;
        return sum;
    }

    template <std::size_t... Indices>
    static void run([[maybe_unused]] const char* arguments, std::index_sequence<Indices...>)
    {
        Function(read<Parameters>(arguments + offset(Indices))...);
    }

    template <class T>
    static T read(const char* address)
    {
        T value;
        std::memcpy(&value, address, sizeof(T));
        return value;
    }
};

template <auto Function>
Kernel kernel(const char* name) { return {name, &Call<Function>::run, Call<Function>::sizes()}; }

// All that were entered, by what build.sh writes for each source.
std::vector<Kernel>& kernels();
bool enter(const Kernel& kernel);

}
