# Sourced by run, test, .ci/run and the tools: where things are, how to configure and to build quietly.
# Expects bash with `set -euo pipefail`; defines root, jobs, say, configure, compile.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# One job per core, but no more than one per GiB of free memory: a template-heavy file takes that much.
jobs=$(nproc)
if [[ -r /proc/meminfo ]]; then
    free_gib=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
    ((free_gib < 1)) && free_gib=1
    ((jobs > free_gib)) && jobs=$free_gib
fi
jobs=${MIZAN_JOBS:-$jobs}

say() { echo "mizan: $*" >&2; }

# configure FOLDER [CMAKE OPTION...]: quiet when it works; the whole output and advice when it fails.
configure() {
    local folder=$1 log fresh=()
    shift
    mkdir -p "$folder"
    # A build folder that was moved or copied knows other paths: start its configuration afresh.
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh)
    fi
    log=$folder/configure.log
    if ! cmake "${fresh[@]}" -S "$root" -B "$folder" -G Ninja "$@" >"$log" 2>&1; then
        cat "$log" >&2
        say "cmake could not configure $folder. If a library is missing, run tools/install-deps test;"
        say "if the folder is stale, remove it and start again."
        return 1
    fi
}

# compile FOLDER [TARGET...]: one line of progress on a terminal, two plain lines otherwise.
compile() {
    local folder=$1 start=$SECONDS
    shift
    if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then
        NINJA_STATUS='mizan: building %f/%t ' ninja -C "$folder" -j "$jobs" "$@" >&2 || return 1
        return 0
    fi
    say "building $(basename "$folder") with $jobs jobs"
    if ! ninja --quiet -C "$folder" -j "$jobs" "$@" >"$folder/compile.log" 2>&1; then
        cat "$folder/compile.log" >&2
        say "the build failed: see above"
        return 1
    fi
    say "built in $((SECONDS - start)) s"
}
