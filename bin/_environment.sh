# Shared by the scripts of this folder: where the checkout is, and how its virtual environment is made and kept.

set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python="$checkout/.venv/bin/python"
unset PYTHONDONTWRITEBYTECODE  # else each of the many processes compiles every module anew

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Run a command as root: directly, by sudo without a question, or not at all (then returns 1).
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

# Install Debian packages, or end with the command that does.
install_packages() {
    say "Installing Debian packages: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@" >/dev/null 2>&1 && return
    { as_root apt-get update -q >/dev/null && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@" >/dev/null; } && return
    fail "These Debian packages are missing. Install them and start again:  sudo apt-get install -y $*"
}

find_python() {
    local name
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_environment() {
    [ -x "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && return
    say "Making the virtual environment .venv"
    if command -v uv >/dev/null; then
        uv venv -q --python '>=3.11' "$checkout/.venv"
        return
    fi
    local base
    base=$(find_python) || { install_packages python3 python3-venv; base=$(find_python); } \
        || fail "Python 3.11 or newer is needed; this system has none."
    if ! "$base" -c 'import ensurepip' 2>/dev/null; then
        install_packages python3-venv
    fi
    "$base" -m venv --clear "$checkout/.venv"
}

install_lock() {
    if command -v uv >/dev/null; then
        uv pip install -q --python "$python" --require-hashes -r "$1"
    else
        "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip -q
        "$python" -m pip install -q --disable-pip-version-check --require-hashes -r "$1"
    fi
}

install_ourselves() {
    if command -v uv >/dev/null; then
        uv pip install -q --python "$python" --no-deps --no-build-isolation -e "$checkout"
    else
        "$python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e "$checkout"
    fi
}

# Make the environment hold exactly what a lock file names, and Gongkai itself; quick when nothing has changed.
prepare_environment() {
    local lock=$1 stamp sum
    make_environment
    stamp="$checkout/.venv/.installed-$(basename "$lock" .lock)"
    sum=$(cd "$checkout" && cat "$lock" requirements-build.lock pyproject.toml | sha256sum)
    if [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ]; then
        say "Installing the packages of $lock"
        install_lock "$checkout/requirements-build.lock"
        install_lock "$checkout/$lock"
        install_ourselves
        printf '%s\n' "$sum" >"$stamp"
    fi
    "$python" -m gongkai.config.translations compile
}
