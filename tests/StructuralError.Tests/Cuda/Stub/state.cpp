#include "driver.h"
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace stub {

thread_local bool contextIsCurrent = false;

namespace {

constexpr const char* Name = "CPU emulation (stub driver)";

std::size_t readBytes(const std::string& text)
{
    char* end = nullptr;
    std::size_t number = std::strtoull(text.c_str(), &end, 10);
    switch (*end) {
    case 'G':
        return number << 30;
    case 'M':
        return number << 20;
    case 'K':
        return number << 10;
    default:
        return number;
    }
}

// One setting: memory=64M, driver=9020, devices=0, cc=6.1, order=backward|shuffled, or cuGraphLaunch:3=719, which lets the third call of that
// function, or launch of the kernel of that name, give 719.
void set(State& state, const std::string& key, const std::string& value)
{
    if (key == "memory")
        state.device.memory = readBytes(value);
    else if (key == "driver")
        state.device.driverVersion = std::atoi(value.c_str());
    else if (key == "devices")
        state.device.count = std::atoi(value.c_str());
    else if (key == "cc")
        std::sscanf(value.c_str(), "%d.%d", &state.device.major, &state.device.minor);
    else if (key == "order")
        state.order = value == "backward" ? emulator::Order::Backward : value == "shuffled" ? emulator::Order::Shuffled : emulator::Order::Forward;
    else {
        std::size_t colon = key.find(':');
        long long nth = colon == std::string::npos ? 1 : std::atoll(key.c_str() + colon + 1);
        state.failures[key.substr(0, colon)].push_back({nth, std::atoi(value.c_str())});
    }
}

// Settings with semicolons between them.
void configure(State& state, const char* text)
{
    std::istringstream settings(text);
    for (std::string setting; std::getline(settings, setting, ';');) {
        std::size_t equals = setting.find('=');
        if (equals != std::string::npos)
            set(state, setting.substr(0, equals), setting.substr(equals + 1));
        else if (!setting.empty())
            state.report += "'" + setting + "' is not name=value\n";
    }
}

}

State& State::get()
{
    static State* state = [] {
        auto* fresh = new State;
        fresh->device.name = Name;
        const char* settings = std::getenv("STRUCTURALERROR_STUB");
        configure(*fresh, settings == nullptr ? "" : settings);
        std::fputs(fresh->report.c_str(), stderr);
        return fresh;
    }();
    return *state;
}

void complain(const std::string& line)
{
    State::get().report += line + "\n";
    std::fprintf(stderr, "stub driver: %s\n", line.c_str());
}

bool isSticky(int result)
{
    return (result >= 700 && result != 701 && result != 704 && result != 705 && result <= 719) || result == 214 || result == Unknown;
}

int failure(const std::string& name)
{
    State& state = State::get();
    auto found = state.failures.find(name);
    if (found == state.failures.end())
        return Success;
    for (auto order = found->second.begin(); order != found->second.end(); ++order) {
        if (--order->remaining > 0)
            continue;
        int result = order->result;
        found->second.erase(order);
        return result;
    }
    return Success;
}

Call::Call(const char* name, Needs needs)
    : _lock(State::get().mutex), _refusal(Success)
{
    State& state = State::get();
    state.calls[name]++;
    int ordered = failure(name);
    if (ordered != Success) {
        if (isSticky(ordered))
            state.sticky = ordered;
        _refusal = Result(ordered);
    } else if (needs == Needs::Nothing)
        return;
    else if (!state.initialized)
        _refusal = NotInitialized;
    else if (needs == Needs::Context)
        _refusal = state.sticky != Success ? Result(state.sticky) : contextIsCurrent ? Success : InvalidContext;
}

Result Call::end(Result result) const
{
    if (isSticky(result))
        State::get().sticky = result;
    return result;
}

}

namespace stub {

void destroyContext()
{
    State& state = State::get();
    state.sticky = Success;
    state.streams.clear();
    for (auto& [address, allocation] : state.memory) {
        races::forget(address);
        std::free(allocation.base);
    }
    for (auto& [address, bytes] : state.pinned)
        std::free(reinterpret_cast<void*>(address));
    state.memory.clear();
    state.pinned.clear();
    state.allocated = 0;
}

}

// Everything as after loading, but without what STRUCTURALERROR_STUB says.
EXPORT void stub_reset()
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    state.device = stub::Device();
    state.device.name = stub::Name;
    state.retained = 0;
    state.failures.clear();
    state.calls.clear();
    state.order = emulator::Order::Forward;
    state.report.clear();
    stub::destroyContext();
    races::reset();
}

// Whether races are reported.
EXPORT int stub_checks_races() { return races::areChecked(); }

// What STRUCTURALERROR_STUB says at loading can be said later too.
EXPORT void stub_configure(const char* settings)
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    stub::configure(state, settings);
}

// The nth call from now on of the entry, or the nth launch of the kernel of this name, gives `result`.
EXPORT void stub_fail(const char* name, int nth, int result)
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    state.failures[name].push_back({nth, result});
}

EXPORT void stub_set_device(int count, int major, int minor, unsigned long long memory, int driverVersion)
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    state.device.count = count;
    state.device.major = major;
    state.device.minor = minor;
    state.device.memory = memory;
    state.device.driverVersion = driverVersion;
}

// 0 forward, 1 backward, 2 shuffled: the order in which threads and blocks are started.
EXPORT void stub_set_order(int order)
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    state.order = emulator::Order(order);
}

EXPORT long long stub_calls(const char* name)
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    auto found = state.calls.find(name);
    return found == state.calls.end() ? 0 : found->second;
}

// Allocations of the device and of pinned memory that were not freed.
EXPORT int stub_leaks()
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    return int(state.memory.size() + state.pinned.size());
}

// What was done wrong since the last reset, a line each. Valid until the next call.
EXPORT const char* stub_report()
{
    stub::State& state = stub::State::get();
    std::lock_guard lock(state.mutex);
    static std::string text;
    text = state.report;
    return text.c_str();
}
