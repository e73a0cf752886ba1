#include "context.h"

namespace emulator {

#if defined(__x86_64__)

// void emulatorSwitch(void** from, void* to): six registers belong to the caller (System V ABI); the rest is dead at a call.
// No signal mask is saved, unlike by swapcontext, which enters the kernel twice.
extern "C" __attribute__((visibility("hidden"))) void emulatorSwitch(void** from, void* to);
asm(R"(
    .text
    .globl emulatorSwitch
    .hidden emulatorSwitch
    .type emulatorSwitch, @function
emulatorSwitch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size emulatorSwitch, . - emulatorSwitch
)");

void prepare(Context& context, char* stack, std::size_t size, void (*entry)())
{
    // As after a call: the address to go to, below it six registers, and rsp + 8 a multiple of 16 once inside.
    auto* words = reinterpret_cast<void**>(stack + size / 16 * 16) - 2;
    words[1] = nullptr;
    words[0] = reinterpret_cast<void*>(entry);
    context.top = words - 6;
}

void switchContext(Context& from, Context& to)
{
    emulatorSwitch(&from.top, to.top);
}

#else

void prepare(Context& context, char* stack, std::size_t size, void (*entry)())
{
    getcontext(&context.state);
    context.state.uc_stack.ss_sp = stack;
    context.state.uc_stack.ss_size = size;
    context.state.uc_link = nullptr;
    makecontext(&context.state, entry, 0);
}

void switchContext(Context& from, Context& to)
{
    swapcontext(&from.state, &to.state);
}

#endif

}
