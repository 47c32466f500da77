import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ValidationSeverity, validate } from 'dockerfile-utils'
import * as v from 'valibot'
import { parse } from 'yaml'
import { jobMetrics } from '../../src/operate/job-metrics'
import { createMetrics } from '../../src/operate/metrics'
import { readConfig } from '../../src/settings/config'
import { END_TIMES, LONGEST_END } from '../../src/settings/end-times'
import { settingNames } from '../../src/settings/environment'

const deploy = join(__dirname, '..', '..', '..', 'deploy')
const read = (name: string) => readFileSync(join(deploy, name), 'utf8')

/** Names that PromQL has itself; `up` is Prometheus's own. */
const GRAMMAR =
  /^(sum|max|min|rate|increase|changes|histogram_quantile|by|le|on|label_values|and|or|unless|inf|nan|up|job|instance|[smhd])$/i

describe('what Prometheus and Grafana ask for', () => {
  const { registry } = createMetrics()
  jobMetrics(registry, { counts: async () => [] })
  const exposed = seriesOf(registry.getMetricsAsArray())

  const dashboard = v.parse(
    v.object({
      templating: v.object({
        list: v.array(v.object({ name: v.string(), definition: v.optional(v.string()) })),
      }),
      panels: v.array(
        v.object({
          id: v.number(),
          title: v.string(),
          description: v.optional(v.string()),
          type: v.string(),
          targets: v.optional(v.array(v.object({ expr: v.string() })), []),
        }),
      ),
    }),
    JSON.parse(read('grafana/dashboard.json')),
  )
  const alerts = v.parse(
    v.object({
      groups: v.array(
        v.object({
          rules: v.array(
            v.object({
              alert: v.string(),
              expr: v.string(),
              labels: v.object({ severity: v.picklist(['page', 'ticket']) }),
              annotations: v.object({ summary: v.string() }),
            }),
          ),
        }),
      ),
    }),
    parse(read('prometheus/alerts.yml')),
  )
  const rules = alerts.groups.flatMap((group) => group.rules)
  const asked = [
    ...rules.map(({ alert, expr }) => [alert, expr] as const),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
    ...dashboard.templating.list.flatMap(({ name, definition }) =>
      definition === undefined ? [] : [[name, definition] as const],
    ),
  ]

  test.each(asked)('%s: only series and labels that the server has', (_name, expression) => {
    for (const { series, labels } of selectors(expression)) {
      const known = exposed.get(series)
      expect({ series, known: known !== undefined || series === 'up' }).toEqual({ series, known: true })
      const own = new Set([...(known ?? []), 'job', 'instance', 'le'])
      expect({ series, unknown: labels.filter((label) => !own.has(label)) }).toEqual({ series, unknown: [] })
    }
    expect(selectors(expression)).not.toEqual([])
  })

  test('each panel says what it means, and has a place and a name of its own', () => {
    const shown = dashboard.panels.filter(({ type }) => type !== 'row')
    expect(shown.filter(({ description }) => (description ?? '').length < 10)).toEqual([])
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    expect(new Set(shown.map(({ title }) => title)).size).toBe(shown.length)
  })

  test('the manual says what to do about each alert', () => {
    const manual = readFileSync(join(deploy, '..', 'docs', 'operate.md'), 'utf8')
    expect(rules.map(({ alert }) => alert).filter((name) => !manual.includes(`\`${name}\``))).toEqual([])
  })
})

describe('environment.example', () => {
  const settings = [...read('environment.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
    ([, name = '', value = '']) => ({ name, value }),
  )

  test('names each setting that the server reads once, and no other', () => {
    expect(settings.map(({ name }) => name).sort()).toEqual([...settingNames].sort())
  })

  test('as it stands is one that a developer starts with, and shows the values that settings have without it', () => {
    const given = Object.fromEntries(
      settings.filter(({ name }) => name !== 'NODE_ENV').map(({ name, value }) => [name, value]),
    )
    expect(readConfig(given)).toEqual(readConfig({}))
  })

  test('has no value that systemd, a compose and a shell would read differently, and says which they are', () => {
    expect(settings.filter(({ value }) => /[\s"'`\\$#]/.test(value))).toEqual([])
    expect(read('environment.example')).toContain('none of space " \' ` \\ $ # in a value')
  })
})

describe('containers', () => {
  test('the Containerfile is one, without a doubt of its checker', () => {
    const text = read('container/Containerfile')
    const problems = validate(text).filter(
      ({ severity }) => severity !== undefined && severity <= ValidationSeverity.WARNING + 1,
    )
    expect(problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([])
    // Each manifest that the install reads is there before it, and the sources are not.
    const beforeInstall = text.slice(0, text.indexOf('RUN npm ci'))
    const { workspaces } = v.parse(
      v.object({ workspaces: v.array(v.string()) }),
      JSON.parse(readFileSync(join(deploy, '..', 'package.json'), 'utf8')),
    )
    for (const folder of workspaces) {
      expect(beforeInstall).toContain(`COPY ${folder}/package.json ${folder}/\n`)
    }
    expect(beforeInstall).toContain('COPY package.json package-lock.json ./\n')
    expect(beforeInstall).not.toContain('COPY . .')
    expect(text).toMatch(/^USER node$/m)
    expect(text).toMatch(/^CMD \["node", "dist\/server\/main\.js"\]$/m)
  })

  test('compose: the server alone, over it PostgreSQL, before which it is stopped; reached from this machine only; given time to end', () => {
    const service = v.object({ stop_grace_period: v.string() })
    const { services } = v.parse(
      v.object({
        services: v.strictObject({
          tutor: v.object({
            ...service.entries,
            environment: v.record(v.string(), v.string()),
            ports: v.array(v.string()),
            read_only: v.literal(true),
          }),
        }),
      }),
      parse(read('compose.yaml')),
    )
    const { metricsPort } = readConfig(services.tutor.environment)
    expect(services.tutor.ports).toEqual(['127.0.0.1:8000:8000', `127.0.0.1:8001:${metricsPort}`])
    const over = v.parse(
      v.object({
        services: v.object({
          tutor: v.object({ depends_on: v.array(v.string()), environment: v.record(v.string(), v.string()) }),
          postgres: service,
        }),
      }),
      parse(read('compose.postgresql.yaml')),
    )
    expect(over.services.tutor.depends_on).toEqual(['postgres'])
    expect(readConfig(over.services.tutor.environment).databaseUrl).toContain('@postgres/')
  })

  test('compose.cluster: three servers that differ in nothing but their folder and port, and share all that servers share; nginx leads to just these', () => {
    const tutor = v.looseObject({
      environment: v.record(v.string(), v.string()),
      ports: v.tuple([
        v.pipe(v.string(), v.regex(/^127\.0\.0\.1:\d+:8000$/)),
        v.pipe(v.string(), v.regex(/^127\.0\.0\.1:\d+:8001$/)),
      ]),
      depends_on: v.tuple([v.literal('postgres'), v.literal('redis')]),
      volumes: v.array(v.string()),
      stop_grace_period: v.string(),
      read_only: v.literal(true),
    })
    const mounting = v.object({ volumes: v.array(v.string()) })
    const { services } = v.parse(
      v.object({
        services: v.object({
          'tutor-1': tutor,
          'tutor-2': tutor,
          'tutor-3': tutor,
          nginx: v.object({
            ...mounting.entries,
            network_mode: v.literal('host'),
            depends_on: v.tuple([v.literal('tutor-1'), v.literal('tutor-2'), v.literal('tutor-3')]),
          }),
          postgres: mounting,
          redis: v.object({ command: v.array(v.string()) }),
        }),
      }),
      parse(read('compose.cluster.yaml'), { merge: true }),
    )
    const servers = [services['tutor-1'], services['tutor-2'], services['tutor-3']]
    const [first] = servers.map(({ ports: _ports, volumes: _volumes, ...rest }) => rest)
    for (const { ports: _ports, volumes: _volumes, ...rest } of servers) expect(rest).toEqual(first)
    expect(readConfig({ ...first?.environment })).toMatchObject({
      databaseUrl: expect.stringContaining('@postgres/'),
      redisUrl: 'redis://redis',
      metricsPort: 8001,
    })
    expect(servers.map(({ volumes }) => volumes)).toEqual(
      ['data-1', 'data-2', 'data-3'].map((folder) => [`${folder}:/data`, 'pages:/data/files']),
    )
    const published = servers.map(({ ports: [port] }) => port.split(':')[1])
    const upstream = read('nginx/wuhao-tutor.conf') + read('nginx/wuhao-tutor-servers.conf')
    const asked = [...upstream.matchAll(/^ *server 127\.0\.0\.1:(\d+)/gm)].map(([, port]) => port)
    expect(asked).toEqual(published)
    expect(services.nginx.volumes).toEqual(
      expect.arrayContaining([
        './nginx/wuhao-tutor.conf:/etc/nginx/conf.d/default.conf:ro',
        './nginx/wuhao-tutor-servers.conf:/etc/nginx/wuhao-tutor-servers/wuhao-tutor-servers.conf:ro',
      ]),
    )
  })
})

describe('whoever ends the server waits for longer than its longest end', () => {
  test.each([
    ['systemd/wuhao-tutor.service', /^TimeoutStopSec=(\d+)$/gm, 1],
    ['compose.yaml', /^ *stop_grace_period: (\d+)s$/gm, 1],
    // Of the servers, not of PostgreSQL.
    ['compose.cluster.yaml', /^ {2}stop_grace_period: (\d+)s$/gm, 1],
    ['container/Containerfile', /stop with `--time (\d+)`/g, 1],
  ])('%s', (file, pattern, times) => {
    const seconds = [...read(file).matchAll(pattern)].map(([, found]) => Number(found))
    expect(seconds).toHaveLength(times)
    for (const each of seconds) expect(each * 1000).toBeGreaterThanOrEqual(LONGEST_END + 5000)
  })

  test('a process ends by itself before its parent kills it, after its answers', () => {
    expect(END_TIMES.closing).toBeLessThan(END_TIMES.killed)
    expect(LONGEST_END).toBe(END_TIMES.service + END_TIMES.killed)
  })
})

describe('every file', () => {
  const files = readdirSync(deploy, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))

  test.each(files)('%s begins with where it goes', (file) => {
    expect(readFileSync(file, 'utf8')).toMatch(/^# \S/)
  })
})

interface Selector {
  series: string
  labels: string[]
}

/** The series that an expression selects, with the labels that it names. */
function selectors(expression: string): Selector[] {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  )
  const plain = expression.replace(/\bby \([^)]*\)/g, '').replace(/\$\w+|\[[^\]]*\]/g, '')
  return [...plain.matchAll(/([a-zA-Z_]\w*)\s*(\{[^}]*\})?/g)].flatMap(([, series = '', braces]) => {
    if (braces === undefined && GRAMMAR.test(series) && series !== 'up') return []
    const labels = [...(braces ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label)
    return [{ series, labels: [...labels, ...grouped] }]
  })
}

/** Each series by its name, with its labels, as Prometheus stores them. */
function seriesOf(metrics: object[]): Map<string, string[]> {
  const shape = v.object({
    name: v.string(),
    type: v.optional(v.string()),
    labelNames: v.optional(v.array(v.string()), []),
  })
  return new Map(
    metrics.flatMap((metric) => {
      const { name, labelNames } = v.parse(shape, metric)
      const parts = 'buckets' in metric ? ['_bucket', '_sum', '_count'] : ['']
      return parts.map((part) => [name + part, labelNames] as const)
    }),
  )
}
