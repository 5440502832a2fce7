#!/bin/sh
# in_venv.sh ENVIRONMENT COMMAND [ARGUMENT...]
#
# Runs a command as if the environment were activated. Every cache goes below .cache/, and nothing is read from the
# user's own ~/.ansible or ansible.cfg, so that a run depends on the checkout alone.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
VIRTUAL_ENV=$(cd "$1" && pwd)
shift

unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH
PATH="$VIRTUAL_ENV/bin:$PATH"
# Without this, a copy of the collection below ~/.ansible would be found before the checkout. The doubles stand for
# ansible.windows, on which the collection depends and which the package index has only within 50 MB of others.
ANSIBLE_COLLECTIONS_PATH=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'):$root/tests/windows_doubles
ANSIBLE_HOME="$root/.cache/ansible"
ANSIBLE_CONFIG="$ANSIBLE_HOME/empty.cfg"
HYPOTHESIS_STORAGE_DIRECTORY="$root/.cache/hypothesis"
LC_ALL=C.UTF-8
XDG_CACHE_HOME="$root/.cache/xdg"
export VIRTUAL_ENV PATH ANSIBLE_COLLECTIONS_PATH ANSIBLE_CONFIG ANSIBLE_HOME HYPOTHESIS_STORAGE_DIRECTORY LC_ALL \
    XDG_CACHE_HOME

mkdir -p "$ANSIBLE_HOME"
: >>"$ANSIBLE_CONFIG"
exec "$@"
