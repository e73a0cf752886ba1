#!/usr/bin/env bash
# Sweeps on a real Slurm of one node: check.sh PROGRAM. 60 runs in two arrays, submitted twice at once; two tasks are killed, one is preempted, one meets its
# time limit, the node fails once. At the end every run is finished once, with the bytes of a local sweep, which goes on meanwhile.
# Installs Slurm by apt-get where STRUCTURALERROR_SLURM_INSTALL=1. Exits 77, with the reason as the last line, where it is not there.
set -euo pipefail

program=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PATH=$PATH:/usr/sbin:/sbin

install() {
    [[ ${STRUCTURALERROR_SLURM_INSTALL:-} == 1 ]] && ((EUID == 0)) && command -v apt-get >/dev/null || return 1
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
    echo 'Slurm is not installed (slurm-wlm, munge); STRUCTURALERROR_SLURM_INSTALL=1 lets root install it by apt-get'
    exit 77
fi

work=$(mktemp -d)
chmod 711 "$work"
local_sweep=
trap '[[ -z $local_sweep ]] || { kill "$local_sweep" && wait "$local_sweep"; } 2>/dev/null || true; "$here/node.sh" down "$work/slurm"; rm -rf "$work"' EXIT
if ! "$here/node.sh" up "$work/slurm" 31; then
    echo 'Slurm is installed, but its daemons do not come up here (see above)'
    exit 77
fi
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

# Five runs that something is done to, and 55 short ones.
{
    echo '{ "base": { "model": "a", "k": 0, "width": 16, "dataset": "digits", "device": "cpu", "epochs": 1000, "checkpoint_every": 500 }, "runs": ['
    for seed in $(seq 0 58); do echo "{ \"seed\": $seed, \"steps\": $((seed < 5 ? 20000 : 30)) },"; done
    echo '{ "seed": 59, "steps": 30 } ] }'
} >sweep.json
"$program" sweep sweep.json --out here --quiet --jobs 1 >here.txt 2>&1 &
local_sweep=$!

names=()
has_checkpoint() { compgen -G "out/${names[$1]}/checkpoint/*.json" >/dev/null; }
is_held() { [[ -s out/${names[$1]}/run.lock.holder ]]; }
is_running() { has_checkpoint "$1" && is_held "$1"; }
process_of() { awk '{ print $2 }' "out/${names[$1]}/run.lock.holder" 2>/dev/null; }
# A run that meets its time limit first is waited for: Slurm starts it again minutes later.
signals() { local process; is_running "$2" && process=$(process_of "$2") && [[ -n $process ]] && kill "-$1" "$process" 2>/dev/null; }
catch() { until_true 600 "the process of run $2, with a checkpoint," signals "$1" "$2"; }
was_restarted() { grep -q '"restarts": [1-9]' "out/cluster/task-001-$1.json" 2>/dev/null; }
# Whatever else is done to run 0 has to wait until it has stopped by itself.
limit_met() { grep -F "JobId=${job}_0(" slurm/log/slurmctld.log | grep -qF 'WEXITSTATUS 75'; }
limit_signalled() { grep -F "JobId=${job}_0(" slurm/log/slurmctld.log | grep -qF ' 10 of running '; }
one_runs() { is_running 0 || is_running 3 || is_running 4; }

# Two submissions at once: one takes all, the other finds nothing to do. No task begins before both have ended.
options=(--on slurm --chunk 1 --time 2 --out out)
scontrol update PartitionName=main State=DOWN
"$program" sweep sweep.json "${options[@]}" >first.txt 2>&1 &
first=$!
"$program" sweep sweep.json "${options[@]}" >second.txt 2>&1 || fail "the second submission: $(<second.txt)"
wait "$first" || fail "the first submission: $(<first.txt)"
cat first.txt second.txt >both.txt
(($(grep -c '^submitted    60 runs in 60 tasks' both.txt) == 1)) || fail "not one of two submissions took all: $(<both.txt)"
(($(grep -c '^submitted    nothing' both.txt) == 1)) || fail "not one of two submissions took nothing: $(<both.txt)"
(($(grep -o 'tasks)' both.txt | wc -l) == 2)) || fail "not two arrays: $(<both.txt)"
mapfile -t names < <(sed -n 's/.*"name": "\(.*\)".*/\1/p' out/cluster/sweep-*.json)
job=$(sed -n 's/.*"id": "\([0-9]*\)".*/\1/p' out/cluster/submission-001.json | head -n 1)
scontrol update PartitionName=main State=UP

# The first makes no headway until Slurm's signal, so that it meets its time limit on a machine of any speed. Meanwhile two tasks are killed, and the next
# one is held.
catch STOP 0
(until_true 300 'the signal before the time limit of run 0' limit_signalled && catch CONT 0 && until_true 60 'the end of run 0 after its signal' limit_met) &
limit=$!
catch KILL 1
catch KILL 2
catch STOP 3
wait "$limit" || fail 'run 0 did not go on after its signal'

# One is preempted, and with it whatever runs beside it.
catch CONT 3
sbatch -p high --exclusive -o /dev/null --wrap 'sleep 1' >/dev/null
until_true 300 'the second start of task 3' was_restarted 3

# The node fails: its daemon, and what watches the tasks, die without a word, and the tasks with them.
until_true 300 'a long run' one_runs
"$here/node.sh" kill-node "$work/slurm"
for run in 0 3 4; do
    if is_held "$run"; then
        process=$(process_of "$run") && [[ -n $process ]] || continue
        kill -9 "$(ps -o ppid= -p "$process" | tr -d ' ')" "$process" 2>/dev/null || true
    fi
done
"$here/node.sh" start-node "$work/slurm"

# The killed ones are submitted again, and all is waited for.
"$program" sweep resume out --wait >resume.txt 2>&1 || fail "not all is finished: $(<resume.txt)"
grep -q '^60 runs: 60 finished' resume.txt || fail "not all is finished: $(<resume.txt)"
"$program" sweep sweep.json "${options[@]}" | grep -q '^submitted    nothing: 60 runs: 60 finished' || fail 'a finished sweep was submitted again'

# The first run has met its time limit, in the words of Slurm: SIGUSR1, exit code 75, another start, exit code 0; and it went on from its checkpoint.
awk -v task="JobId=${job}_0(" '
    index($0, task) == 0 { next }
    / 10 of running / { state = 1 }
    / WEXITSTATUS 75/ && state == 1 { state = 2 }
    / (Allocate|Started) / && state == 2 { state = 3 }
    / WEXITSTATUS 0/ && state == 3 { state = 4 }
    END { exit state != 4 }
' slurm/log/slurmctld.log || fail "task ${job}_0 did not end by its time limit and go on: $(grep -F "JobId=${job}_0(" slurm/log/slurmctld.log)"
grep -q '"resumes"' "out/${names[0]}/manifest.json" || fail 'the run that met its time limit began anew'

# Each was finished once, with the bytes of a local sweep.
wait "$local_sweep" || fail "the local sweep: $(<here.txt)"
local_sweep=
for name in "${names[@]}"; do
    cmp "here/$name/steps.csv" "out/$name/steps.csv" || fail "$name has other bytes"
    (($(grep -c '^test accuracy' "out/logs/$name.log") == 1)) || fail "$name was finished more than once"
done

echo "60 runs in 2 arrays finished once each, with the bytes of a local sweep; $(cat out/cluster/task-*.json | grep -c '"restarts": [1-9]') tasks were started again"
