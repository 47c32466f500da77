#!/usr/bin/env bash
# The compose files by a compose, where there is one; server/test/operate/deploy-files.test.ts looks at it in any case.
set -uo pipefail
if docker compose version >/dev/null 2>&1; then compose=(docker compose)
elif command -v docker-compose >/dev/null; then compose=(docker-compose)
# Debian's, without the daemon that it recommends.
elif apt-get install -y -qq --no-install-recommends docker-compose >/dev/null 2>&1; then compose=(docker-compose)
else
  echo 'skipped: no compose here (neither docker compose nor docker-compose), and Debian gives none'
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/deploy" && cp deploy/compose*.yaml "$folder/deploy/" && cp deploy/environment.example "$folder/deploy/environment"
cd "$folder/deploy" || exit 1
for files in '-f compose.yaml' '-f compose.yaml -f compose.postgresql.yaml' '-f compose.cluster.yaml'; do
  # shellcheck disable=SC2086 # several words
  "${compose[@]}" $files config >"$folder/config" && grep -q wuhao-tutor "$folder/config" || exit 1
done
