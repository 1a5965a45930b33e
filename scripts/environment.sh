# Sourced by the scripts beside it: makes .venv and keeps it up to date. Quick when there is nothing to do.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

find_python() {
  local name
  for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$name" ] && command -v "$name" >/dev/null || continue
    "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo "$name"; return; }
  done
  echo "formcheck needs Python 3.11, 3.12 or 3.13; on Debian: sudo apt-get install -y python3 python3-venv" >&2
  return 1
}

make_environment() { # [group to install as well]
  local stamp python
  stamp="$(cat pyproject.toml constraints.txt | cksum) ${1:-} $root"
  if [ -x .venv/bin/python ] && grep -qxF "$stamp" .venv/installed-"${1:-user}" 2>/dev/null; then return; fi
  python=$(find_python) || return 1
  if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv || {
      echo "cannot make .venv; on Debian: sudo apt-get install -y python3-venv" >&2
      return 1
    }
  fi
  echo "installing into .venv (once) ..." >&2
  .venv/bin/python -m pip install -q --disable-pip-version-check -U pip -c constraints.txt || return 1
  .venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e . ${1:+--group "$1"} || {
    echo "the installation failed: see above; it needs the network once, and the ordinary pip" >&2
    return 1
  }
  # Names a missing system library and the command that brings it: a slim Debian lacks some.
  .venv/bin/python -m formcheck doctor --quiet || return 1
  echo "$stamp" > .venv/installed-"${1:-user}"
}
