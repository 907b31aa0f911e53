#!/usr/bin/env bash
# Make a virtual environment with pip, also where the distribution splits venv off from Python (Debian, Ubuntu).
set -euo pipefail
python=$1 venv=$2
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
  else
    echo "Python lacks its venv module. On Debian or Ubuntu: sudo apt install python3-venv" >&2
    exit 1
  fi
fi
"$python" -m venv "$venv"
