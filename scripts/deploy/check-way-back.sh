#!/usr/bin/env bash
# The way back, with the real version before: the one without the newest change of migrations starts on what this one has
# written, serves it and writes more; then this one goes on.
set -uo pipefail
root=$(git rev-parse --show-toplevel 2>/dev/null) || { echo 'skipped: no git here, so there is no version before'; exit 0; }
before=$(git rev-parse --verify --quiet "$(git log -1 --format=%H -- server/src/store/migrations.ts)^") || {
  echo 'skipped: the history here begins after the version before'
  exit 0
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/before" && git archive "$before" server typings package.json tsconfig.base.json tsconfig.json | tar -x -C "$folder/before"
ln -s "$root/node_modules" "$folder/before/node_modules"
[ ! -e "$root/server/node_modules" ] || ln -s "$root/server/node_modules" "$folder/before/server/node_modules"

# serve ROOT ANSWERS: starts that version on the same data, asks once, and counts the conversations that it shows then.
serve() {
  local port=18473 address server token total
  while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  address=http://127.0.0.1:$port
  (cd "$1" && exec env NODE_ENV=development DATA_DIR="$folder/data" PORT=$port node --import tsx server/src/main.ts) >"$folder/log" 2>&1 &
  server=$!
  for _ in $(seq 120); do curl -sf "$address/health" >/dev/null && break; sleep 0.5; done
  token=$(curl -s -X POST "$address/api/v1/auth/dev-login" -H 'content-type: application/json' -d '{"name":"a"}' | sed -E 's/.*"access_token":"([^"]*)".*/\1/')
  curl -s -X POST "$address/api/v1/learning/ask-stream" -H "authorization: Bearer $token" -H 'content-type: application/json' \
    -d '{"params":{"content":"1+1=?"}}' | grep -q '"type":"done"' || { cat "$folder/log"; kill $server; return 1; }
  total=$(curl -s "$address/api/v1/learning/sessions" -H "authorization: Bearer $token" | sed -nE 's/.*"total":([0-9]+).*/\1/p')
  kill $server && wait $server
  [ "$total" = "$2" ] || { echo "$1 shows ${total:-no} conversations instead of $2"; return 1; }
}

serve "$root" 1 && serve "$folder/before" 2 && serve "$root" 3 && echo "there and back again: $(git log -1 --format='%h %s' "$before")"
