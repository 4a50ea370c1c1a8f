# What demo, test and prove share. Sourced, never run.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Installs Debian packages that are missing; asks for root only then.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing Debian packages: ${missing[*]}"
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get update -qq >/dev/null || fail "apt-get update failed"
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${missing[@]}" >/dev/null ||
        fail "could not install: ${missing[*]}"
}

# The Python of the tools, in a virtual environment under .build, with the pinned packages of a requirements file.
need_python() {
    local requirements=$1 venv=$root/.build/venv stamp
    stamp=$venv/$(basename "$requirements").done
    [ -x "$venv/bin/python" ] || /usr/bin/python3 -m venv "$venv"
    cmp -s "$requirements" "$stamp" && return
    say "installing Python packages of $(basename "$requirements")"
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$requirements" || fail "could not install $requirements"
    cp "$requirements" "$stamp"
}

# Runs a command with its output in a log, a sign of life every 20 seconds, and the end of the log if it fails.
with_progress() {
    local what=$1 log=$2 started=$SECONDS pid
    shift 2
    "$@" >"$log" 2>&1 &
    pid=$!
    local next=20
    while kill -0 "$pid" 2>/dev/null; do
        if [ $((SECONDS - started)) -ge $next ]; then
            say "  $what: $((SECONDS - started)) s, $(tail -n 1 "$log" | tr -d '\r' | cut -c1-80)"
            next=$((next + 20))
        fi
        sleep 0.5
    done
    if ! wait "$pid"; then
        grep -E 'error:|✘|failed' "$log" | head -40 >&2 || true
        tail -n 25 "$log" >&2
        fail "$what failed; all of it: $log"
    fi
    say "$what: done in $((SECONDS - started)) s"
}

need_swift() {
    command -v swift >/dev/null || fail "Swift 6.2 or newer is not on the PATH: https://www.swift.org/install"
    need_packages librdkafka-dev libsqlite3-dev pkg-config python3-venv
}

# Waits until a command succeeds, at most so many seconds.
wait_for() {
    local seconds=$1 end
    shift
    end=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

# Builds every target, with the tests in a debug build, so that demo and test share one build.
build_all() {
    local configuration=$1 tests=()
    [ "$configuration" = release ] || tests=(--build-tests)
    mkdir -p "$root/.build/logs"
    with_progress "$configuration build" "$root/.build/logs/build-$configuration.log" \
        swift build -c "$configuration" "${tests[@]}"
}

# Runs Swift tests in their long form and prints what they reported, under the head of a Markdown table.
swift_campaign() {
    local name=$1 tests=$2 head=$3 report=$root/.build/logs/prove-$1.md status=0
    rm -f "$report"
    (
        export KIM_PROVE=1 KIM_REPORT=$report
        with_progress "$name" "$root/.build/logs/prove-$name.log" swift test --skip-build --filter "$tests"
    ) || status=$?
    printf '\n%s\n%s\n' "$head" "$(sed 's/[^|]\+/---/g' <<<"$head")"
    [ ! -e "$report" ] || sort "$report"
    return $status
}

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
