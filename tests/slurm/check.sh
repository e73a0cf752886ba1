#!/usr/bin/env bash
# Sweeps on a real Slurm of one node: check.sh PROGRAM. 60 runs in two arrays, submitted twice at once; two tasks are killed, one is preempted, one meets its
# time limit, the node fails once. At the end every run is finished once, with the bytes that a local sweep gives.
# Exits 77, with the reason as the last line, where Slurm is not there and cannot be installed.
set -euo pipefail

program=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PATH=$PATH:/usr/sbin:/sbin

install() {
    ((EUID == 0)) && command -v apt-get >/dev/null || return 1
    # The packages' own daemons are not to be started: only this file, in this place, keeps them from it.
    local policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        trap 'rm -f /usr/sbin/policy-rc.d' RETURN
    fi
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurm-wlm munge; } </dev/null >/dev/null
}

have_slurm() {
    local name
    for name in slurmctld slurmd munged sbatch; do
        command -v "$name" >/dev/null || return 1
    done
}

if ! have_slurm && ! install; then
    echo 'Slurm is not installed (slurm-wlm, munge), and cannot be: that takes root and apt-get'
    exit 77
fi

work=$(mktemp -d)
holder=
trap '"$here/node.sh" down "$work/slurm"; rm -rf "$work"' EXIT
"$here/node.sh" up "$work/slurm" 31
export SLURM_CONF=$work/slurm/slurm.conf
cd "$work"

fail() {
    echo "FAILED: $*"
    tail -n 5 out/cluster/*.txt 2>/dev/null | tail -n 60 || true
    "$program" sweep status out || true
    exit 1
}

# until_true SECONDS WHAT COMMAND...: waits for an event, with a limit.
until_true() {
    local limit=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < limit)) || fail "$what did not come"
        sleep 0.1
    done
}

# Five long runs, which something is done to, and 55 short ones.
long=20000
{
    echo '{ "base": { "model": "a", "k": 0, "width": 16, "dataset": "digits", "device": "cpu", "epochs": 1000 }, "runs": ['
    for seed in $(seq 0 4); do echo "{ \"seed\": $seed, \"steps\": $long },"; done
    for seed in $(seq 5 58); do echo "{ \"seed\": $seed, \"steps\": 30 },"; done
    echo '{ "seed": 59, "steps": 30 } ] }'
} >sweep.json
run() { echo "out/digits-a-k0-s$1-width16-ep1000-n$long"; }
has_rows() { [[ -f $(run "$1")/checkpoint && -f $(run "$1")/steps.csv ]] || compgen -G "$(run "$1")/checkpoint/*.json" >/dev/null; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
restarted() { grep -q '"restarts": [1-9]' "out/cluster/task-001-$1.json" 2>/dev/null; }

# Two submissions at once.
options=(--on slurm --chunk 1 --time 1 --out out)
"$program" sweep sweep.json "${options[@]}" >first.txt 2>&1 &
first=$!
"$program" sweep sweep.json "${options[@]}" >second.txt 2>&1 || fail "the second submission: $(<second.txt)"
wait "$first" || fail "the first submission: $(<first.txt)"
[[ $(grep -c 'submitted    60 runs in 60 tasks' first.txt second.txt | grep -c ':1') == 1 ]] || fail "not one of two submissions took all: $(cat first.txt second.txt)"
[[ $(grep -c 'submitted    nothing' first.txt second.txt | grep -c ':1') == 1 ]] || fail "not one of two submissions took nothing: $(cat first.txt second.txt)"

# Two tasks are killed.
for seed in 0 1; do
    until_true 30 "a checkpoint of run $seed" has_rows "$seed"
    read -r _ holder _ <"$(run "$seed")/run.lock.holder"
    kill -9 "$holder"
done

# One is preempted, and with it whatever runs beside it.
until_true 60 'a checkpoint of run 2' has_rows 2
sbatch --wait -p high --exclusive -o /dev/null --wrap 'sleep 1' >/dev/null
until_true 60 'the second start of task 2' restarted 2

# The node fails.
until_true 60 'a checkpoint of run 3' has_rows 3
read -r _ holder _ <"$(run 3)/run.lock.holder"
"$here/node.sh" kill-node "$work/slurm"
kill -9 "$holder" 2>/dev/null || true
"$here/node.sh" start-node "$work/slurm"

# The killed ones are submitted again, and all is waited for; the long ones meet their time limit meanwhile.
"$program" sweep resume out --wait >resume.txt 2>&1 || "$program" sweep resume out --wait >>resume.txt 2>&1 || fail "not all is finished: $(<resume.txt)"
grep -q '60 runs: 60 finished' resume.txt || fail "$(<resume.txt)"
"$program" sweep sweep.json "${options[@]}" | grep -q 'submitted    nothing: 60 runs: 60 finished' || fail 'a finished sweep was submitted'

# Each once, with the same bytes.
"$program" sweep sweep.json --out here --quiet
for run in here/digits-*; do
    name=${run#here/}
    cmp "$run/steps.csv" "out/$name/steps.csv" || fail "$name has other bytes"
    (($(grep -c '^test accuracy' "out/logs/$name.log") == 1)) || fail "$name was finished more than once"
done

echo "60 runs finished once, with the bytes of a local sweep; restarts: $(cat out/cluster/task-*.json | grep -c '"restarts": [1-9]' || true)"
