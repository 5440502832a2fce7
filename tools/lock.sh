#!/bin/sh
# lock.sh PYTHON: recompiles the hash-locked requirement files from their *.in sources, newest versions first.
# The files name no package index, so that they install from whatever index a machine is set up for.
set -eu

cd "$(dirname "$0")/../requirements"
venv=../.cache/venvs/lock
[ -x "$venv/bin/uv" ] || { "$1" -m venv --clear "$venv" && "$venv/bin/python" -m pip install -qq uv==0.13.9; }

compile() {
    python_version=$1 source=$2
    shift 2
    "$venv/bin/uv" pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
        --python-version "$python_version" "$@" -o "${source%.in}.txt" "$source"
}

compile 3.11 pip.in
compile 3.11 dev.in
compile 3.11 test.in --constraints dev.txt
compile 3.11 core-2.16.in
compile 3.11 core-2.19.in
compile 3.12 core-2.20.in
compile 3.12 core-2.21.in

if grep -n '://' ./*.txt; then
    echo "A lock file records an address." >&2
    exit 1
fi
