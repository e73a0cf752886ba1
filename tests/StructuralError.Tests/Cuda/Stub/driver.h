// The part of cuda.h that the engine's binding calls, and what the entries share.
#pragma once
#include "kernel.h"
#include "races.h"
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace stub {

enum Result : int {
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    NotInitialized = 3,
    NoDevice = 100,
    InvalidDevice = 101,
    InvalidContext = 201,
    NoBinaryForGpu = 209,
    InvalidPtx = 218,
    InvalidHandle = 400,
    NotFound = 500,
    NotReady = 600,
    IllegalAddress = 700,
    LaunchFailed = 719,
    CaptureUnsupported = 900,
    CaptureInvalidated = 901,
    CaptureUnmatched = 903,
    CaptureUnjoined = 904,
    Unknown = 999,
};

using Operation = std::function<Result()>;

struct Capture {
    std::vector<Operation> operations;
    bool invalid = false;
};

struct Stream {
    races::Lane lane;
    bool blocking = false;
    bool origin = false;           // of the capture
    std::size_t asked = 0;         // operations of the capture when this stream last asked for one
    std::size_t joined = 0;        // of those, how many the origin waits for
    std::deque<Operation> pending;
    std::shared_ptr<Capture> capture;
};

// What cuEventRecord leaves in a stream.
struct Marker {
    Stream* stream = nullptr;
    std::shared_ptr<Capture> capture;
    std::size_t captured = 0;  // operations of the capture before it
    races::Clock clock;        // what is before it
    bool reached = false;
    bool asked = false;
    double seconds = 0;
};

struct Event {
    unsigned flags = 0;
    std::shared_ptr<Marker> marker;
};

struct Graph {
    std::vector<Operation> operations;
    const Stream* origin = nullptr;                 // of the capture
    std::map<const Stream*, races::Lane> branches;  // of the streams that joined it
};

// A graph that is being run, and the stream it was launched into.
struct GraphRun {
    Graph* graph = nullptr;
    Stream* stream = nullptr;
};

struct Device {
    int count = 1;
    int major = 9;
    int minor = 0;
    int multiprocessors = 4;
    int driverVersion = 12020;
    std::size_t memory = std::size_t(4) << 30;
    std::string name;
};

// An order to fail: the nth call from now on of an entry (or launch of a kernel, by its name) gives `result`.
struct Failure {
    long long remaining;
    int result;
};

struct Allocation {
    std::size_t bytes;
    char* base;
};

struct State {
    std::recursive_mutex mutex;
    Device device;
    bool initialized = false;
    int sticky = Success;
    int retained = 0;
    std::size_t allocated = 0;
    std::map<std::string, std::vector<Failure>> failures;
    std::map<std::string, long long> calls;
    std::map<std::uintptr_t, Allocation> memory;  // of the device, by address
    std::map<std::uintptr_t, std::size_t> pinned;
    std::vector<std::unique_ptr<Stream>> streams;
    GraphRun running;
    races::Clock host;  // what the host has waited for
    emulator::Order order = emulator::Order::Forward;
    std::string report;  // what a kernel or the host did wrong, a line each

    static State& get();
};

// A line for stub_report and for standard error.
void complain(const std::string& line);

// An error after which a context is of no use any more.
bool isSticky(int result);

// All that belongs to it, and the error that it is in. Devices share one.
void destroyContext();

// The result ordered for this call by stub_fail or STRUCTURALERROR_STUB; Success where there is none.
int failure(const std::string& name);

// Runs what the stream still has to do, up to the marker where one is given.
Result drain(Stream& stream, const Marker* until = nullptr);
Result drainAll();

// The host waits for the stream.
Result wait(Stream& stream);

// Puts the operation into the stream, or into the graph that is being captured from it. `name` is what it is called where it takes part in a race.
Result enqueue(Stream& stream, const std::string& name, Operation operation);

// Where the stream's operations stand, or within a running graph the branch's that it was captured into.
races::Lane& laneOf(Stream* stream);

Stream* find(void* stream);

// Whether the whole range lies in one allocation of the device.
bool isDeviceRange(std::uint64_t address, std::size_t bytes);
bool isPinned(const void* address, std::size_t bytes);

// IllegalAddress where something was written beside an allocation.
Result checkGuards();

// One call of an entry: counted, serialised, refused where an order or an earlier error says so.
class Call {
public:
    enum class Needs { Nothing, Driver, Context };
    Call(const char* name, Needs needs);
    Result refusal() const { return _refusal; }
    Result end(Result result) const;

private:
    std::lock_guard<std::recursive_mutex> _lock;
    Result _refusal;
};

extern thread_local bool contextIsCurrent;

}

#define ENTRY(name, needs) \
    stub::Call call(#name, stub::Call::Needs::needs); \
    if (call.refusal() != stub::Success) \
        return call.refusal()
