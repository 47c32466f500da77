#!/usr/bin/env bash
# make.sh IMAGE…: each official image gets its name here: pulled, or where it cannot be, made of Debian's packages. Says on a line each which.
# A stand-in keeps a name of its own, wuhao-try/…, besides: the official name is taken from it again by try-containers.sh.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What debootstrap makes is what Debian's own image is made of.
make_debian() {
  docker image inspect wuhao-try/debian >/dev/null 2>&1 && return
  debootstrap --variant=minbase --include=ca-certificates bookworm "$folder/debian" http://deb.debian.org/debian >"$folder/log" || { tail "$folder/log"; return 1; }
  # A network that looks into TLS has an authority of its own, which this machine trusts.
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$folder/debian/usr/local/share/ca-certificates/" \;
  chroot "$folder/debian" update-ca-certificates >/dev/null
  tar -C "$folder/debian" -c . | docker import - wuhao-try/debian >/dev/null
}

# What a Containerfile copies.
context_of() {
  if [ "$1" != node ]; then echo . && return; fi
  npm install --silent --no-save --no-audit --no-fund --prefix "$folder/node" "node-linux-$(node -p process.arch)@22" npm@10 >&2
  echo "$folder/node"
}

for image in "$@"; do
  name=${image##*/} kind=${image##*/}
  kind=${kind%%:*}
  if docker image inspect "$image" >/dev/null 2>&1; then echo "$image: is there"; continue; fi
  if docker pull --quiet "$image" >/dev/null 2>&1; then echo "$image: pulled"; continue; fi
  make_debian
  docker build --quiet --file "$kind.Containerfile" --tag "wuhao-try/$name" "$(context_of "$kind")" >/dev/null
  docker tag "wuhao-try/$name" "$image"
  echo "$image: not to be had; Debian's stands in, $(docker run --rm --entrypoint sh "$image" -c 'node --version || postgres --version || redis-server --version || nginx -v' 2>&1 | tail -n 1)"
done
