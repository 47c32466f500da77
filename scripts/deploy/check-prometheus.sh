#!/usr/bin/env bash
# Alerts, their tests, and the dashboard's expressions, by Prometheus's own promtool.
set -uo pipefail
promtool=$(command -v promtool || true)
if [ -z "$promtool" ]; then
  # Debian's package would start a server; its tool is enough.
  cache=/tmp/wuhao-promtool
  mkdir -p "$cache"
  [ -x "$cache/usr/bin/promtool" ] || (cd "$cache" && apt-get download -qq prometheus >/dev/null 2>&1 && dpkg -x prometheus_*.deb . && rm -f prometheus_*.deb)
  promtool=$cache/usr/bin/promtool
fi
[ -x "$promtool" ] || { echo 'skipped: no promtool here, and Debian gives none; alerts are not checked by it'; exit 0; }
expressions=$(mktemp)
trap 'rm -f "$expressions"' EXIT
# As rules, which promtool parses: Grafana's own variables get a value.
node -e '
  const { panels } = JSON.parse(require("fs").readFileSync("deploy/grafana/dashboard.json", "utf8"))
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr: expr.replaceAll("$__rate_interval", "5m") }))
  console.log(JSON.stringify({ groups: [{ name: "dashboard", rules }] }))
' >"$expressions"
"$promtool" check rules deploy/prometheus/alerts.yml "$expressions" &&
  "$promtool" test rules server/test/operate/alerts.test.yml
