#!/usr/bin/env bash
# The containers of deploy/ as docs/operate.md has them, for real: one server, with PostgreSQL, three behind nginx; under answers they are
# stopped, killed and brought to a new version. Wants Docker with a compose, ports 80, 443, 8000 and those beside it, npm ci before;
# where the official images cannot be pulled: debootstrap, and root.
set -euo pipefail
cd "$(dirname "$0")/../.."
if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
mapfile -t images < <(grep -rhoE 'docker\.io/library/[a-z]+:[a-z0-9.-]+' deploy | sort -u)
folder=$(mktemp -d)

# Also after Ctrl-C nothing runs on; and whoever asks for an official image later gets no stand-in.
clean() {
  local ours=label=com.docker.compose.project=wuhao-try image
  docker ps --all --quiet --filter "$ours" | xargs --no-run-if-empty docker rm --force --volumes
  docker volume ls --quiet --filter "$ours" | xargs --no-run-if-empty docker volume rm
  docker network ls --quiet --filter "$ours" | xargs --no-run-if-empty docker network rm
  for image in "${images[@]}"; do
    if [ "$(identity "$image")" = "$(identity "wuhao-try/${image##*/}")" ]; then docker image rm "$image"; fi
  done
  rm -rf "$folder"
}
identity() { docker image inspect --format '{{.Id}}' "$1" 2>/dev/null || echo "no $1"; }
trap 'clean >/dev/null' EXIT

scripts/deploy/containers/stand-ins/make.sh "${images[@]}"

# A copy is built: its version is changed between.
mkdir "$folder/source"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory "$folder/source"
live=$folder/letsencrypt/live/tutor.example.com
mkdir -p "$live"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=tutor.example.com \
  -addext subjectAltName=DNS:tutor.example.com -keyout "$live/privkey.pem" -out "$live/fullchain.pem" 2>/dev/null

npx tsx scripts/deploy/containers/main.ts "$folder/source" "$folder/letsencrypt" "${compose[@]}"
