#!/usr/bin/env bash
# Makes .gpu/, all that tests/gpu/check.sh needs on a machine with a card, and runs the whole check here on the emulated driver, so that no line of it
# runs for the first time on the card.
#
#   tests/gpu/prepare.sh [--no-check]
#
# Needs the .NET 10 SDK, g++, Python 3, and a Python with PyTorch, which CHECK_TORCH names (default: /usr/bin/python3; installed from Debian where this runs as
# root). MNIST comes from $MNIST_DIR, else from ../shared/mnist, else it is downloaded. The exit code is that of the check.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
gpu=$root/.gpu
stub=$root/artifacts/gpu
limit_mib=60
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export CHECK_TORCH=${CHECK_TORCH:-/usr/bin/python3} OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1

step() { printf '== %s s: %s\n' "$SECONDS" "$*"; }

install() {
    step "installing $*"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } </dev/null >/dev/null
}

can_install() { ((EUID == 0)) && command -v apt-get >/dev/null; }

# program: the single file and its model files.
program() {
    step 'publishing the program'
    dotnet publish "$root/StructuralError.csproj" -p:PublishProfile=linux-x64 -v quiet
    cp -R "$root/artifacts/publish/linux-x64/." "$gpu"
    { "$gpu/StructuralError" version | head -n 1 | tr -d '\n'; } >"$gpu/version"
}

# data: MNIST gzipped; its first images as a data set of their own, for tools that slow a program down; and, for the emulated driver, all training
# images with few test images.
data() {
    local source=${MNIST_DIR:-} name
    if [[ -z $source && -d $root/../shared/mnist ]]; then
        source=$root/../shared/mnist
    elif [[ -z $source ]]; then
        step 'downloading MNIST'
        "$gpu/StructuralError" data fetch --data-dir "$stub/mnist"
        source=$stub/mnist
    fi
    step "MNIST from $source"
    mkdir -p "$gpu/mnist"
    for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
        if [[ -f $source/$name-ubyte.gz ]]; then
            cp "$source/$name-ubyte.gz" "$gpu/mnist"
        else
            gzip -nc "$source/$name-ubyte" >"$gpu/mnist/$name-ubyte.gz"
        fi
    done
    python3 "$here/subset.py" "$gpu/mnist" "$gpu/small" 512 64
    python3 "$here/subset.py" "$gpu/mnist" "$stub/full" 60000 64
}

# driver: the emulated one.
driver() {
    step 'building the emulated driver'
    "$root/tests/StructuralError.Tests/Cuda/Stub/build.sh" "$root/src/StructuralError.Cuda/Kernels" "$stub/libcuda.so.1" "$stub/cache"
}

rm -rf "$gpu"
mkdir -p "$gpu" "$stub"
program
data
cp -R "$root/tests/StructuralError.Tests/Reference/trajectories" "$root/tests/StructuralError.Benchmarks/peers/compare.py" "$gpu"
size=$(du -sk "$gpu" | cut -f 1)
step ".gpu holds $((size / 1024)) MiB"
if ((size > limit_mib * 1024)); then
    echo "prepare.sh: .gpu is larger than $limit_mib MiB" >&2
    exit 1
fi

if [[ ${1:-} == --no-check ]]; then
    exit 0
fi

command -v g++ >/dev/null || { can_install && install g++ libc6-dev; }
# shellcheck disable=SC2086  # a command with its arguments
$CHECK_TORCH -c 'import torch' 2>/dev/null || { can_install && install python3-torch; } || echo 'warning: no PyTorch: its parts will not be run' >&2
driver
step 'the whole check on the emulated driver'
export STRUCTURALERROR_CUDA_DRIVER=$stub/libcuda.so.1 CHECK_FULL_DATA=$stub/full PATH=$here/standins:$PATH
status=0
OUT=$stub/out "$here/check.sh" || status=$?
step "done; the check's exit code is $status"
exit "$status"
