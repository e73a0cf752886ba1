// Streams, events, graphs. Nothing runs before somebody waits for it: a wait that the host forgot shows as missing results, every time.
#include "driver.h"
#include <algorithm>
#include <chrono>

using namespace stub;

namespace {

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result runAll(const std::vector<Operation>& operations)
{
    for (const Operation& operation : operations) {
        Result result = operation();
        if (result != Success)
            return result;
    }
    return Success;
}

// What comes before the graph in its stream is before each of its branches, and each of them before what comes after it.
Result run(Graph& graph, Stream& stream)
{
    State& state = State::get();
    for (auto& [captured, lane] : graph.branches)
        races::join(lane.clock, stream.lane.clock);
    state.running = {&graph, &stream};
    Result result = runAll(graph.operations);
    state.running = {};
    for (auto& [captured, lane] : graph.branches)
        races::join(stream.lane.clock, lane.clock);
    return result;
}

constexpr unsigned NonBlocking = 1;
constexpr unsigned BlockingSync = 1;
constexpr unsigned DisableTiming = 2;

Result beginCapture(void* stream)
{
    Stream* target = find(stream);
    if (target == nullptr)
        return InvalidHandle;
    if (target->blocking || target->capture != nullptr)
        return CaptureUnsupported;
    target->capture = std::make_shared<Capture>();
    target->origin = true;
    return Success;
}

Result instantiate(void** executable, void* graph)
{
    if (graph == nullptr)
        return InvalidValue;
    *executable = new std::shared_ptr<Graph>(new Graph(*static_cast<Graph*>(graph)));
    return Success;
}

}

namespace stub {

Stream* find(void* stream)
{
    for (auto& known : State::get().streams)
        if (known.get() == stream)
            return known.get();
    return nullptr;
}

Result drain(Stream& stream, const Marker* until)
{
    State& state = State::get();
    while (!stream.pending.empty() && (until == nullptr || !until->reached)) {
        Operation operation = std::move(stream.pending.front());
        stream.pending.pop_front();
        Result result = operation();
        if (result != Success) {
            state.sticky = result;
            stream.pending.clear();
            return result;
        }
    }
    return state.sticky != Success ? Result(state.sticky) : checkGuards();
}

Result drainAll()
{
    for (auto& stream : State::get().streams) {
        Result result = wait(*stream);
        if (result != Success)
            return result;
    }
    return Success;
}

Result wait(Stream& stream)
{
    Result result = drain(stream);
    races::join(State::get().host, stream.lane.clock);
    return result;
}

Result enqueue(Stream& stream, const std::string& name, Operation operation)
{
    Operation ordered = [target = &stream, name, operation = std::move(operation), host = State::get().host] {
        races::Lane& lane = laneOf(target);
        races::join(lane.clock, host);
        races::begin(lane, name);
        Result result = operation();
        races::end();
        return result;
    };
    if (stream.capture != nullptr) {
        stream.capture->operations.push_back(std::move(ordered));
        stream.asked = stream.capture->operations.size();
    } else
        stream.pending.push_back(std::move(ordered));
    return Success;
}

races::Lane& laneOf(Stream* stream)
{
    const GraphRun& running = State::get().running;
    if (running.graph == nullptr)
        return stream->lane;
    if (stream == running.graph->origin)
        return running.stream->lane;
    auto [branch, isNew] = running.graph->branches.try_emplace(stream);
    if (isNew)
        races::join(branch->second.clock, running.stream->lane.clock);
    return branch->second;
}

}

EXPORT int cuStreamCreate(void** stream, unsigned flags)
{
    ENTRY(cuStreamCreate, Context);
    auto fresh = std::make_unique<Stream>();
    fresh->blocking = (flags & NonBlocking) == 0;
    *stream = fresh.get();
    State::get().streams.push_back(std::move(fresh));
    return Success;
}

EXPORT int cuStreamDestroy_v2(void* stream)
{
    ENTRY(cuStreamDestroy_v2, Context);
    Stream* target = find(stream);
    if (target == nullptr)
        return InvalidHandle;
    Result result = drain(*target);
    auto& streams = State::get().streams;
    streams.erase(std::find_if(streams.begin(), streams.end(), [&](auto& known) { return known.get() == target; }));
    return call.end(result);
}

EXPORT int cuStreamSynchronize(void* stream)
{
    ENTRY(cuStreamSynchronize, Context);
    Stream* target = find(stream);
    if (target == nullptr)
        return InvalidHandle;
    if (target->capture != nullptr) {
        target->capture->invalid = true;
        return CaptureUnsupported;
    }
    return call.end(wait(*target));
}

EXPORT int cuStreamWaitEvent(void* stream, void* event, unsigned)
{
    ENTRY(cuStreamWaitEvent, Context);
    Stream* target = find(stream);
    if (target == nullptr || event == nullptr)
        return InvalidHandle;
    std::shared_ptr<Marker> marker = static_cast<Event*>(event)->marker;
    if (marker == nullptr)
        return Success;
    if (marker->capture != nullptr) {
        // A fork or a join. The order of the calls is an order that the graph allows.
        if (target->capture == nullptr)
            target->asked = target->joined = 0;
        target->capture = marker->capture;
        if (target->origin)
            marker->stream->joined = marker->captured;
        target->capture->operations.push_back([marker, target] {
            races::join(laneOf(target).clock, marker->clock);
            return Success;
        });
        return Success;
    }
    if (target->capture != nullptr)
        return CaptureUnsupported;
    target->pending.push_back([marker, target] {
        Result result = marker->reached ? Success : drain(*marker->stream, marker.get());
        races::join(target->lane.clock, marker->clock);
        return result;
    });
    return Success;
}

EXPORT int cuEventCreate(void** event, unsigned flags)
{
    ENTRY(cuEventCreate, Context);
    if (flags > (BlockingSync | DisableTiming))
        return InvalidValue;
    *event = new Event{flags, nullptr};
    return Success;
}

EXPORT int cuEventDestroy_v2(void* event)
{
    ENTRY(cuEventDestroy_v2, Context);
    // Allowed, but who does so has not waited, and is about to free what the device still uses.
    if (Marker* marker = event == nullptr ? nullptr : static_cast<Event*>(event)->marker.get(); marker != nullptr && marker->capture == nullptr && !marker->reached)
        complain("an event was destroyed before the device came to it");
    delete static_cast<Event*>(event);
    return Success;
}

EXPORT int cuEventRecord(void* event, void* stream)
{
    ENTRY(cuEventRecord, Context);
    Stream* target = find(stream);
    if (target == nullptr || event == nullptr)
        return InvalidHandle;
    auto marker = std::make_shared<Marker>();
    marker->stream = target;
    marker->capture = target->capture;
    marker->captured = target->capture == nullptr ? 0 : target->capture->operations.size();
    static_cast<Event*>(event)->marker = marker;
    if (target->capture != nullptr) {
        target->capture->operations.push_back([marker, target] {
            marker->clock = laneOf(target).clock;
            return Success;
        });
        return Success;
    }
    target->pending.push_back([marker, target, host = State::get().host] {
        races::join(target->lane.clock, host);
        marker->clock = target->lane.clock;
        marker->reached = true;
        marker->seconds = now();
        return Success;
    });
    return Success;
}

// NotReady once, so that a program that does not expect it shows; asked again, the stream has come to the event.
EXPORT int cuEventQuery(void* event)
{
    ENTRY(cuEventQuery, Context);
    Marker* marker = event == nullptr ? nullptr : static_cast<Event*>(event)->marker.get();
    if (event == nullptr)
        return InvalidHandle;
    if (marker != nullptr && !marker->reached) {
        if (!std::exchange(marker->asked, true))
            return NotReady;
        if (Result result = drain(*marker->stream, marker); result != Success)
            return call.end(result);
    }
    if (marker != nullptr)
        races::join(State::get().host, marker->clock);
    return Success;
}

EXPORT int cuEventSynchronize(void* event)
{
    ENTRY(cuEventSynchronize, Context);
    if (event != nullptr && static_cast<Event*>(event)->flags & BlockingSync)
        State::get().calls["cuEventSynchronize, blocking"]++;
    if (event == nullptr)
        return InvalidHandle;
    std::shared_ptr<Marker> marker = static_cast<Event*>(event)->marker;
    if (marker == nullptr)
        return Success;
    if (marker->capture != nullptr)
        return CaptureUnsupported;
    Result result = marker->reached ? Success : drain(*marker->stream, marker.get());
    races::join(State::get().host, marker->clock);
    return call.end(result);
}

EXPORT int cuEventElapsedTime(float* milliseconds, void* begin, void* end)
{
    ENTRY(cuEventElapsedTime, Context);
    if (begin == nullptr || end == nullptr)
        return InvalidHandle;
    if ((static_cast<Event*>(begin)->flags | static_cast<Event*>(end)->flags) & DisableTiming)
        return InvalidHandle;
    const Marker* first = static_cast<Event*>(begin)->marker.get();
    const Marker* last = static_cast<Event*>(end)->marker.get();
    if (first == nullptr || last == nullptr)
        return InvalidHandle;
    if (!first->reached || !last->reached)
        return NotReady;
    *milliseconds = float((last->seconds - first->seconds) * 1e3);
    return Success;
}

EXPORT int cuStreamBeginCapture_v2(void* stream, int)
{
    ENTRY(cuStreamBeginCapture_v2, Context);
    return State::get().device.driverVersion < 10010 ? NotFound : beginCapture(stream);
}

EXPORT int cuStreamBeginCapture(void* stream)
{
    ENTRY(cuStreamBeginCapture, Context);
    return beginCapture(stream);
}

EXPORT int cuStreamEndCapture(void* stream, void** graph)
{
    ENTRY(cuStreamEndCapture, Context);
    *graph = nullptr;
    Stream* target = find(stream);
    if (target == nullptr)
        return InvalidHandle;
    if (target->capture == nullptr || !target->origin)
        return CaptureUnmatched;
    std::shared_ptr<Capture> capture = target->capture;
    target->origin = false;
    bool complete = true;
    for (auto& known : State::get().streams)
        if (known->capture == capture) {
            complete &= known.get() == target || known->asked <= known->joined;
            known->capture.reset();
        }
    if (capture->invalid)
        return CaptureInvalidated;
    if (!complete)
        return CaptureUnjoined;
    *graph = new Graph{std::move(capture->operations), target, {}};
    return Success;
}

EXPORT int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long)
{
    ENTRY(cuGraphInstantiateWithFlags, Context);
    return State::get().device.driverVersion < 11040 ? NotFound : instantiate(executable, graph);
}

EXPORT int cuGraphInstantiate(void** executable, void* graph, void**, char*, std::size_t)
{
    ENTRY(cuGraphInstantiate, Context);
    return instantiate(executable, graph);
}

EXPORT int cuGraphDestroy(void* graph)
{
    ENTRY(cuGraphDestroy, Context);
    delete static_cast<Graph*>(graph);
    return Success;
}

EXPORT int cuGraphExecDestroy(void* executable)
{
    ENTRY(cuGraphExecDestroy, Context);
    // Launches hold it too.
    if (executable != nullptr && static_cast<std::shared_ptr<Graph>*>(executable)->use_count() > 1)
        complain("a graph was destroyed while it was under way");
    delete static_cast<std::shared_ptr<Graph>*>(executable);
    return Success;
}

EXPORT int cuGraphLaunch(void* executable, void* stream)
{
    ENTRY(cuGraphLaunch, Context);
    Stream* target = find(stream);
    if (target == nullptr || executable == nullptr)
        return InvalidHandle;
    if (target->capture != nullptr)
        return CaptureUnsupported;
    std::shared_ptr<Graph> graph = *static_cast<std::shared_ptr<Graph>*>(executable);
    target->pending.push_back([graph, target, host = State::get().host] {
        races::join(target->lane.clock, host);
        return run(*graph, *target);
    });
    return Success;
}
