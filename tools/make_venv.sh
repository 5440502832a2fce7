#!/bin/sh
# make_venv.sh PYTHON ENVIRONMENT LOCK...
#
# Creates a virtual environment, installs the lock files into it one after the other (a later one may replace what an
# earlier one pinned) and links this checkout into it as ansible_collections.surveillance.hikvision.
# Does nothing when the environment already is what was asked for; starts afresh when the interpreter, the lock files
# or the place of the checkout have changed.
set -eu

python=$1 venv=$2
shift 2
root=$(cd "$(dirname "$0")/.." && pwd)

fail() {
    echo "$*" >&2
    exit 1
}

install_lock() {
    # The lock files are complete, so there is nothing for pip to resolve; `pip check` would tell if they were not.
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$root/$1"
}

command -v "$python" >/dev/null 2>&1 ||
    fail "There is no '$python' here: install Python 3.11 or newer, or name one with PYTHON=/path/to/python."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version 2>&1) is too old: Python 3.11 or newer is needed; name one with PYTHON=/path/to/python."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "'$python' cannot create virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv)."

identity=$(
    echo "$root $venv"
    "$python" -c 'import sys; print(sys.base_prefix, sys.version)'
    cksum "$root"/requirements/*.txt
)
if [ "$identity" != "$(cat "$venv/.identity" 2>/dev/null)" ]; then
    "$python" -m venv --clear "$venv"
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    mkdir -p "$packages/ansible_collections/surveillance"
    ln -sfn "$root" "$packages/ansible_collections/surveillance/hikvision"
    install_lock requirements/pip.txt # the one that comes with Python takes twice as long for the rest
    echo "$identity" >"$venv/.identity"
fi

for lock in "$@"; do
    installed="$venv/.installed-$(basename "$lock" .txt)"
    [ ! -e "$installed" ] || continue
    echo "Installing $lock into $venv ..."
    install_lock "$lock"
    "$venv/bin/python" -m pip check -qq
    touch "$installed"
done
