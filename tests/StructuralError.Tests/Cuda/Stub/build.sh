#!/bin/sh
# Builds the stub driver, a libcuda.so.1 that runs the engine's kernels on the CPU.
#
#   build.sh KERNELS OUT [CACHE]
#
#   RACES=1   in the environment: with the check for races, see races.cpp; many times slower
#   KERNELS   the directory with *.cu and kernels.ptx; the kernels that can be called are the entries of kernels.ptx
#   OUT       the library to write, in one step
#   CACHE     a directory where compiled files are kept for the next time
#
# CXX names the compiler; g++ 11 or later.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$1" && pwd)
out=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cache=${3:-$scratch/cache}
mkdir -p "$cache"

# The same bits as on a GPU: nothing is fused (as in Kernels/build.sh), but math::fma is one instruction where the processor has it.
# -mtls-dialect=gnu2: shared memory is thread-local, and is reached without a call.
flags="-std=c++17 -O3 -ffp-contract=off -fno-math-errno -fno-trapping-math -fPIC -fvisibility=hidden -fno-semantic-interposition -pthread -Wall -Wextra -DSTRUCTURALERROR_EMULATED -I $here -I $kernels"
if [ "$(uname -m)" = x86_64 ]; then
    flags="$flags -mtls-dialect=gnu2 -march=native"
fi
races=
if [ "${RACES:-0}" = 1 ]; then
    flags="$flags -DSTRUCTURALERROR_RACES"
    races="-O1 -fsanitize=thread"
fi
compiler="${CXX:-g++} $flags"

# A file for each *.cu, which includes it and enters its kernels into the table.
sed -n 's/^\.visible \.entry \([A-Za-z0-9_]*\)(.*$/\1/p' "$kernels/kernels.ptx" >"$scratch/entries"
for source in "$kernels"/*.cu; do
    wrapper=$scratch/$(basename "$source").cpp
    $compiler -E -P -x c++ "$source" | grep -owFf "$scratch/entries" | sort -u >"$scratch/here" || true
    cat "$scratch/here" >>"$scratch/found"
    {
        echo "#include \"$source\""
        echo '#include "kernel.h"'
        sed 's/.*/static const bool enter_& = emulator::enter(emulator::kernel<\&::&>("&"));/' "$scratch/here"
    } >"$wrapper"
done
sort -o "$scratch/entries" "$scratch/entries"
sort -o "$scratch/found" "$scratch/found"
if ! cmp -s "$scratch/found" "$scratch/entries"; then
    echo "build.sh: these entries of kernels.ptx are in no source, or in two; run Kernels/build.sh:" >&2
    diff "$scratch/found" "$scratch/entries" >&2
    exit 1
fi

# The PTX itself, so that a stub that was built from other kernels than a program has says so. Its hash is there for the cache.
cat >"$scratch/image.cpp" <<IMAGE
extern "C" __attribute__((visibility("default"))) const char stub_kernels[] = "$(sha256sum "$kernels/kernels.ptx" | cut -d ' ' -f 1)";
asm(".pushsection .rodata\n.globl stub_image\n.hidden stub_image\nstub_image:\n.incbin \"$kernels/kernels.ptx\"\n.byte 0\n.popsection\n");
IMAGE

cat >"$scratch/compile.sh" <<'COMPILE'
set -eu
source=$1
case $source in
    *.cu.cpp | */check_races.cpp) COMPILER="$COMPILER $RACES_FLAGS" ;;
esac
$COMPILER -E "$source" -o "$source.ii"
# Where the includes are does not matter: they are in what is hashed.
object=$CACHE/$( (echo "$COMPILER" | sed 's/ -I [^ ]*//g'; cat "$source.ii") | grep -v '^# ' | sha256sum | cut -d ' ' -f 1).o
if [ ! -f "$object" ]; then
    $COMPILER -c "$source.ii" -o "$source.o"
    mv "$source.o" "$object"
fi
ln -s "$object" "$source.o"
COMPILE
cp "$here"/*.cpp "$scratch"
export COMPILER="$compiler" RACES_FLAGS="$races" CACHE="$(cd "$cache" && pwd)"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
printf '%s\n' "$scratch"/*.cpp | xargs -P "$jobs" -n 1 sh "$scratch/compile.sh"

# No symbol may be left open.
$compiler -shared -Wl,-z,defs -Wl,-soname,libcuda.so.1 -o "$scratch/libcuda.so.1" "$scratch"/*.o
# In one step, for whoever builds the same at the same time.
cp "$scratch/libcuda.so.1" "$out.$$"
mv "$out.$$" "$out"
