#!/bin/sh
# Times this program and PyTorch in turn and prints the table of ratios:  run.sh [--models a,c] [--k 1] [--rounds 5] [--steps N] [--help]
# With --torchsharp as the first word it times libtorch by TorchSharp in place of PyTorch, in one process: tests/torch/Peers.
# Builds the Release binary first. The results also go to results/peers-<model>.md and .json.
set -eu
peers=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$peers/../../.." && pwd)
python=${PEERS_PYTHON:-/usr/bin/python3}
if [ "${1:-}" = --torchsharp ]; then
    shift
    # An old libstdc++ gets what TorchSharp needs; a new one needs nothing.
    shim=$(mktemp -d)
    trap 'rm -rf "$shim"' EXIT
    "$root/tests/torch/shim.sh" "$shim" || true
    dotnet build -c Release "$root/tests/torch/Peers" -p:Torch=cpu --nologo -v quiet -nodereuse:false 1>&2
    LD_LIBRARY_PATH="$shim${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" dotnet "$root/artifacts/torch-cpu/bin/Peers/release/Peers.dll" "$@"
    exit
fi
case " $* " in
*" --help "* | *" -h "*) ;;
*) dotnet build -c Release "$root/StructuralError.csproj" --nologo -v quiet -nodereuse:false 1>&2 ;;
esac
exec "$python" "$peers/run.py" "$@"
