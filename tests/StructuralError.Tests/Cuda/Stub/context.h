// A place to continue from: the registers that a call must keep, on a stack of its own.
#pragma once
#include <cstddef>

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace emulator {

struct Context {
#if defined(__x86_64__)
    void* top = nullptr;
#else
    ucontext_t state;
#endif
};

// The context's next switch calls `entry`, which must never return.
void prepare(Context& context, char* stack, std::size_t size, void (*entry)());

// Leaves `from` and goes on where `to` was left.
void switchContext(Context& from, Context& to);

}
