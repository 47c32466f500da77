#!/usr/bin/env bash
# The unit by systemd's own tools: `verify` where it is silent, and `security`, whose score (0 is best, 10 worst) may not rise.
set -uo pipefail
unit=deploy/systemd/wuhao-tutor.service
# Debian's, without what it recommends: nothing of it is started.
command -v systemd-analyze >/dev/null || apt-get install -y -qq --no-install-recommends systemd >/dev/null 2>&1
command -v systemd-analyze >/dev/null || { echo 'skipped: no systemd-analyze here, and Debian gives none; the unit is not checked'; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Node may lie elsewhere on this machine; everything else is looked at as it is installed.
sed "s|^ExecStart=/usr/bin/node |ExecStart=$(command -v node) |" "$unit" >"$folder/wuhao-tutor.service"
complaints=$(systemd-analyze verify --man=no "$folder/wuhao-tutor.service" 2>&1 | grep -F wuhao-tutor)
[ -z "$complaints" ] || { echo "$complaints"; echo '0 passed, 1 failed'; exit 1; }
systemd-analyze security --offline=true --threshold=20 --no-pager "$folder/wuhao-tutor.service" | tail -n 1 || {
  echo '1 passed, 1 failed'
  exit 1
}
echo '2 passed, 0 failed'
