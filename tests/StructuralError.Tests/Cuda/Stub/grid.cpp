#include "grid.h"
#include "races.h"
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace emulator {

namespace {

// Waking the others takes about as long.
constexpr double WorthWaking = 50e-6;

// Threads that wait for grids. They are never ended: the library is never unloaded.
class Crew {
public:
    static Crew& get()
    {
        static Crew* crew = new Crew;
        return *crew;
    }

    std::string run(const Grid& grid, unsigned long long blocks, bool together)
    {
        if (!together || _others == 0) {
            for (unsigned long long i = 0; i < blocks; i++) {
                std::string fault = runOne(grid, i, blocks);
                if (!fault.empty())
                    return fault;
            }
            return "";
        }

        {
            std::lock_guard lock(_mutex);
            _grid = &grid;
            _blocks = blocks;
            _next = 0;
            _fault.clear();
            _busy = _others;
            _round++;
        }
        _started.notify_all();
        work();
        std::unique_lock lock(_mutex);
        _ended.wait(lock, [this] { return _busy == 0; });
        return _fault;
    }

private:
    Crew()
    {
        unsigned cores = std::thread::hardware_concurrency();
        _others = cores > 1 ? (cores < 16 ? cores : 16) - 1 : 0;
        for (unsigned i = 0; i < _others; i++)
            std::thread([this] { serve(); }).detach();
    }

    void serve()
    {
        unsigned long long seen = 0;
        std::unique_lock lock(_mutex);
        while (true) {
            _started.wait(lock, [&] { return _round != seen; });
            seen = _round;
            lock.unlock();
            work();
            lock.lock();
            if (--_busy == 0)
                _ended.notify_one();
        }
    }

    void work()
    {
        for (unsigned long long i; (i = _next.fetch_add(1)) < _blocks;) {
            std::string fault = runOne(*_grid, i, _blocks);
            if (fault.empty())
                continue;
            std::lock_guard lock(_mutex);
            _fault = fault;
            _next = _blocks;
        }
    }

    static std::string runOne(const Grid& grid, unsigned long long position, unsigned long long blocks)
    {
        unsigned long long number = place(grid.order, position, blocks);
        return runBlock(grid, {unsigned(number % grid.size.x), unsigned(number / grid.size.x % grid.size.y), unsigned(number / grid.size.x / grid.size.y)});
    }

    std::mutex _mutex;
    std::condition_variable _started, _ended;
    unsigned _others = 0;
    unsigned _busy = 0;
    unsigned long long _round = 0;
    unsigned long long _blocks = 0;
    std::atomic<unsigned long long> _next{0};
    const Grid* _grid = nullptr;
    std::string _fault;
};

}

std::vector<Kernel>& kernels()
{
    static auto* all = new std::vector<Kernel>;
    return *all;
}

bool enter(const Kernel& kernel)
{
    kernels().push_back(kernel);
    return true;
}

std::string runGrid(Kernel& kernel, const Grid& grid)
{
    unsigned long long blocks = (unsigned long long)grid.size.x * grid.size.y * grid.size.z;
    bool together = !races::areChecked() && blocks > 1 && double(blocks) * kernel.secondsPerBlock > WorthWaking;
    auto begin = std::chrono::steady_clock::now();
    std::string fault = Crew::get().run(grid, blocks, together);
    std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    double now = taken.count() / double(blocks);
    kernel.secondsPerBlock = kernel.secondsPerBlock == 0 ? now : 0.75 * kernel.secondsPerBlock + 0.25 * now;
    return fault;
}

}
