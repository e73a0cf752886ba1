#!/bin/sh
# Times this program and PyTorch in turn and prints the table of ratios:  run.sh [--models a,c] [--k 1] [--rounds 5] [--steps N] [--help]
# Builds the Release binary first. The results also go to results/peers-<model>.md and .json.
set -eu
peers=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$peers/../../.." && pwd)
python=${PEERS_PYTHON:-/usr/bin/python3}
case " $* " in
*" --help "* | *" -h "*) ;;
*) dotnet build -c Release "$root/StructuralError.csproj" --nologo -v quiet -nodereuse:false 1>&2 ;;
esac
exec "$python" "$peers/run.py" "$@"
