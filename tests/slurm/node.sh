#!/usr/bin/env bash
# A Slurm of one node, for tests: node.sh up DIR MAX_ARRAY_SIZE | down DIR | kill-node DIR | start-node DIR. It binds to loopback alone and keeps all of its
# files in DIR, which is to be a new one. Needs the packages slurm-wlm and munge, and no root. Afterwards: export SLURM_CONF=DIR/slurm.conf
set -euo pipefail

dir=$2
host=$(hostname -s)
user=$(id -un)
export SLURM_CONF=$dir/slurm.conf PATH=$PATH:/usr/sbin:/sbin

# finish FILE [SIGNAL]: ends the daemon of a file with its number, and waits for that.
finish() {
    [[ -f $1 ]] || return 0
    local id
    id=$(<"$1")
    kill "-${2:-TERM}" "$id" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 "$id" 2>/dev/null || return 0
        sleep 0.1
    done
}

configure() {
    # Ports of its own, so that two of these may stand on one machine.
    local port=$((20000 + RANDOM % 200 * 50))
    # munged wants a way to its socket that everybody may enter.
    mkdir -p "$dir"/{state,spool,log,munge}
    chmod 711 "$dir" "$dir/munge"
    (umask 077; head -c 1024 /dev/urandom >"$dir/munge/key")

    # slurmd loads a cgroup plugin even where it is not to be used, and ends where version 2 is not mounted.
    echo 'CgroupPlugin=cgroup/v1' >"$dir/cgroup.conf"

    # Two processors, whatever the machine has: so many tasks run at a time. The log says at this level which signals are sent.
    # cred_expire is also how long a task that is started again waits; 5 is the least.
    cat >"$dir/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket,cred_expire=5
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SrunPortRange=$((port + 2))-$((port + 40))
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmctldDebug=verbose
SlurmdLogFile=$dir/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,sched_min_interval=0,bf_interval=2
ReturnToService=2
KillWait=10
MaxArraySize=$1
RequeueExit=75
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP PriorityTier=1 PreemptMode=REQUEUE
PartitionName=high Nodes=$host MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
CONF
}

wait_for_node() {
    for _ in $(seq 200); do
        if sinfo -h -o %T 2>/dev/null | grep -qE '^(idle|mixed|allocated)'; then
            return
        fi
        sleep 0.1
    done
    tail -n 20 "$dir/log/slurmd.log" "$dir/log/slurmctld.log" >&2
    return 1
}

case $1 in
up)
    configure "$3"
    munged --key-file="$dir/munge/key" --socket="$dir/munge/socket" --pid-file="$dir/munge/pid" --log-file="$dir/munge/log" \
        --seed-file="$dir/munge/seed" --num-threads=2
    slurmctld -c -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    wait_for_node
    ;;
kill-node)
    # The node's daemon dies without a word, and what it had started with it.
    finish "$dir/slurmd.pid" KILL
    scontrol update nodename="$host" state=down reason=test
    ;;
start-node)
    rm -f "$dir/slurmd.pid"
    slurmd -f "$SLURM_CONF"
    scontrol update nodename="$host" state=resume 2>/dev/null || true
    wait_for_node
    ;;
down)
    for file in "$dir/slurmd.pid" "$dir/slurmctld.pid" "$dir/munge/pid"; do
        finish "$file"
    done
    ;;
esac
