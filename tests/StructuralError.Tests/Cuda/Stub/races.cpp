// The kernels of a stub built with RACES are compiled with -fsanitize=thread, but not linked with its library: the functions that the compiler calls at each access
// of memory are here. A word's last write and the reads since it are kept (as FastTrack does, Flanagan and Freund, PLDI 2009).
#include "races.h"
#include "block.h"
#include "driver.h"
#include <algorithm>
#include <link.h>
#include <map>
#include <set>
#include <unordered_map>

namespace races {

namespace {

constexpr unsigned Several = 0xffffffffu;
constexpr int SeveralThreads = -1;
constexpr std::size_t WordBytes = 4;
constexpr unsigned MaximalReads = 3;

// Who touched a word, and when. A launch of 0: nobody. `thread` is a thread, SeveralThreads, or -2 - w for several threads of warp w.
struct Access {
    unsigned launch = 0, block = 0;
    int thread = 0;
    emulator::Moment moment{};

    int warp() const { return thread >= 0 ? thread / int(emulator::WarpSize) : thread == SeveralThreads ? -1 : -2 - thread; }
};

struct Word {
    Access write;
    Access reads[MaximalReads];
};

struct Launch {
    std::string name;
    unsigned lane = 0;
    unsigned long long tick = 0;
};

struct Range {
    std::uint64_t begin = 0, end = 0;
    bool has(std::uint64_t address) const { return address >= begin && address < end; }
};

std::vector<Launch> launches(1);
std::map<std::uint64_t, std::vector<Word>> watched;
std::unordered_map<std::uint64_t, Word> shared;
std::set<std::string> reported;
Clock present;
Range threadLocal;
bool isActive = false;

// Where this library's thread-local variables lie for the calling thread: the kernels' shared memory is among them.
Range findThreadLocal()
{
    Range found;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* to) {
            auto here = reinterpret_cast<std::uint64_t>(&emulator::current);
            for (int i = 0; i < info->dlpi_phnum; i++) {
                auto begin = reinterpret_cast<std::uint64_t>(info->dlpi_tls_data);
                Range range{begin, begin + info->dlpi_phdr[i].p_memsz};
                if (info->dlpi_phdr[i].p_type == PT_TLS && begin != 0 && range.has(here))
                    *static_cast<Range*>(to) = range;
            }
            return 0;
        },
        &found);
    return found;
}

// The emulator's own thread-local variables are no memory of the device.
bool isShared(std::uint64_t address)
{
    auto in = [address](const void* variable, std::size_t bytes) {
        auto begin = reinterpret_cast<std::uint64_t>(variable);
        return address >= begin && address < begin + bytes;
    };
    if (threadLocal.has(address))
        return !in(&emulator::current, sizeof emulator::current) && !in(&emulator::dynamicShared, sizeof emulator::dynamicShared);
    return in(emulator::dynamicShared, emulator::dynamicBytes());
}

[[maybe_unused]] Access now()
{
    const emulator::Current& at = emulator::current;
    return {unsigned(launches.size() - 1), at.block.x + at.gridSize.x * (at.block.y + at.gridSize.y * at.block.z),
        int(at.thread.x + at.blockSize.x * (at.thread.y + at.blockSize.y * at.thread.z)), emulator::moment()};
}

bool isBefore(const Access& earlier, const Access& later)
{
    if (earlier.launch != later.launch) {
        const Launch& launch = launches[earlier.launch];
        return launch.lane < present.size() && present[launch.lane] >= launch.tick;
    }
    if (earlier.block != later.block)
        return false;
    return earlier.thread == later.thread || earlier.moment.block < later.moment.block
        || (earlier.warp() == later.warp() && earlier.warp() >= 0 && earlier.moment.warp < later.moment.warp);
}

void note(Access& read, const Access& by)
{
    if (read.block != by.block)
        read.block = Several;
    else if (by.moment.block > read.moment.block || by.thread == read.thread || (read.warp() == by.warp() && by.moment.warp > read.moment.warp))
        read = by;
    else
        read.thread = read.warp() == by.warp() ? -2 - by.warp() : SeveralThreads;
}

void addRead(Word& word, const Access& by)
{
    for (Access& read : word.reads)
        if (read.launch == by.launch)
            return note(read, by);
    Access* place = &word.reads[MaximalReads - 1];
    for (Access& read : word.reads)
        if (read.launch == 0 || isBefore(read, by)) {
            place = &read;
            break;
        }
    *place = by;
}

// For a report: of which memory a word is.
struct Place {
    std::size_t byte = 0, bytes = 0;
};

void report(const Access& earlier, const Access& later, const char* what, const Place& place)
{
    const Launch &first = launches[earlier.launch], &second = launches[later.launch];
    std::string line = earlier.launch != later.launch
        ? "race: " + second.name + " " + what + " by " + first.name + " in another stream, and nothing orders the two"
        : "race: " + second.name + ": a thread " + what + " by another thread" + (earlier.block == later.block ? " of its block" : " of another block") + ", and no barrier is between";
    if (reported.insert(line).second)
        stub::complain(line + (place.bytes == 0 ? " (shared memory)" : " (byte " + std::to_string(place.byte) + " of " + std::to_string(place.bytes) + ")"));
}

void check(Word& word, const Access& by, bool writes, const Place& place)
{
    if (word.write.launch != 0 && !isBefore(word.write, by))
        report(word.write, by, writes ? "writes what was written" : "reads what was written", place);
    if (!writes)
        return addRead(word, by);
    for (Access& read : word.reads) {
        if (read.launch != 0 && !isBefore(read, by))
            report(read, by, "writes what was read", place);
        read = {};
    }
    word.write = by;
}

// False where it is no memory of the device.
bool touchDevice(std::uint64_t address, std::size_t bytes, bool writes, const Access& by)
{
    auto next = watched.upper_bound(address);
    if (next == watched.begin())
        return false;
    auto& [begin, words] = *std::prev(next);
    std::size_t first = (address - begin) / WordBytes, last = (address - begin + bytes - 1) / WordBytes;
    if (last >= words.size())
        return false;
    for (std::size_t i = first; i <= last; i++)
        check(words[i], by, writes, {i * WordBytes, words.size() * WordBytes});
    return true;
}

[[maybe_unused]] void touch(std::uint64_t address, std::size_t bytes, bool writes, const Access& by)
{
    if (touchDevice(address, bytes, writes, by) || !isShared(address))
        return;
    for (std::uint64_t place = address / WordBytes; place <= (address + bytes - 1) / WordBytes; place++) {
        Word& word = shared[place];
        // Another block's shared memory is another memory.
        if (word.write.launch != by.launch || word.write.block != by.block)
            word.write = {};
        for (Access& read : word.reads)
            if (read.launch != by.launch || read.block != by.block)
                read = {};
        check(word, by, writes, {});
    }
}

}

void join(Clock& into, const Clock& from)
{
    if (into.size() < from.size())
        into.resize(from.size());
    for (std::size_t i = 0; i < from.size(); i++)
        into[i] = std::max(into[i], from[i]);
}

unsigned Lane::fresh()
{
    static unsigned last = 0;
    return last++;
}

bool areChecked()
{
#ifdef STRUCTURALERROR_RACES
    return true;
#else
    return false;
#endif
}

void begin(Lane& lane, const std::string& name)
{
    if (lane.clock.size() <= lane.number)
        lane.clock.resize(lane.number + 1);
    unsigned long long tick = ++lane.clock[lane.number];
    if (!areChecked())
        return;
    launches.push_back({name, lane.number, tick});
    present = lane.clock;
    threadLocal = findThreadLocal();
    isActive = true;
}

void end() { isActive = false; }

void access(std::uint64_t address, std::size_t bytes, bool writes)
{
    if (isActive && bytes > 0)
        touchDevice(address, bytes, writes, {unsigned(launches.size() - 1), 0, 0, {}});
}

void watch(std::uint64_t address, std::size_t bytes)
{
    if (areChecked())
        watched[address].assign((bytes + WordBytes - 1) / WordBytes, {});
}

void forget(std::uint64_t address) { watched.erase(address); }

void reset()
{
    watched.clear();
    shared.clear();
    reported.clear();
}

}

#ifdef STRUCTURALERROR_RACES

#define HOOK extern "C" void

namespace {

void hook(const volatile void* address, std::size_t bytes, bool writes)
{
    if (races::isActive)
        races::touch(reinterpret_cast<std::uint64_t>(address), bytes, writes, races::now());
}

}

HOOK __tsan_init() {}
HOOK __tsan_func_entry(void*) {}
HOOK __tsan_func_exit() {}
HOOK __tsan_read1(void* address) { hook(address, 1, false); }
HOOK __tsan_read2(void* address) { hook(address, 2, false); }
HOOK __tsan_read4(void* address) { hook(address, 4, false); }
HOOK __tsan_read8(void* address) { hook(address, 8, false); }
HOOK __tsan_read16(void* address) { hook(address, 16, false); }
HOOK __tsan_write1(void* address) { hook(address, 1, true); }
HOOK __tsan_write2(void* address) { hook(address, 2, true); }
HOOK __tsan_write4(void* address) { hook(address, 4, true); }
HOOK __tsan_write8(void* address) { hook(address, 8, true); }
HOOK __tsan_write16(void* address) { hook(address, 16, true); }
HOOK __tsan_unaligned_read2(void* address) { hook(address, 2, false); }
HOOK __tsan_unaligned_read4(void* address) { hook(address, 4, false); }
HOOK __tsan_unaligned_read8(void* address) { hook(address, 8, false); }
HOOK __tsan_unaligned_read16(void* address) { hook(address, 16, false); }
HOOK __tsan_unaligned_write2(void* address) { hook(address, 2, true); }
HOOK __tsan_unaligned_write4(void* address) { hook(address, 4, true); }
HOOK __tsan_unaligned_write8(void* address) { hook(address, 8, true); }
HOOK __tsan_unaligned_write16(void* address) { hook(address, 16, true); }
HOOK __tsan_read_range(void* address, std::size_t bytes) { hook(address, bytes, false); }
HOOK __tsan_write_range(void* address, std::size_t bytes) { hook(address, bytes, true); }
HOOK __tsan_vptr_update(void**, void*) {}
HOOK __tsan_vptr_read(void**) {}

#endif
