import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { parse } from 'yaml'
import { ModelError, type TutorModel } from '../../src/model/model'
import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'

/** A series that an alert reads by what it gains, and what it wants of its labels. */
interface Selected {
  alert: string
  series: string
  wanted: { label: string; pattern: string }[]
}

interface Series {
  name: string
  labels: ReadonlyMap<string, string>
  value: number
}

const alertsSchema = v.object({
  groups: v.array(v.object({ rules: v.array(v.object({ alert: v.string(), expr: v.string() })) })),
})

const alerts = parse(
  readFileSync(join(__dirname, '..', '..', '..', 'deploy', 'prometheus', 'alerts.yml'), 'utf8'),
)
/** Each once for each of the values that it may have: `A|B` is two. */
const selected = v.parse(alertsSchema, alerts).groups.flatMap(({ rules }) =>
  rules.flatMap(({ alert, expr }) =>
    [...expr.matchAll(/\b(?:rate|increase)\((\w+)(?:\{([^}]*)\})?\[/g)].flatMap(
      ([, series = '', labels = '']) =>
        alternatives([...labels.matchAll(/(\w+)=~?"([^"]*)"/g)]).map((wanted) => ({
          alert,
          series,
          wanted,
        })),
    ),
  ),
)

function alternatives(matchers: readonly RegExpMatchArray[]): Selected['wanted'][] {
  const [first, ...others] = matchers
  if (first === undefined) return [[]]
  const [, label = '', patterns = ''] = first
  return patterns
    .split('|')
    .flatMap((pattern) => alternatives(others).map((rest) => [{ label, pattern }, ...rest]))
}

function isSelected({ name, labels }: Series, { series, wanted }: Selected): boolean {
  return (
    name === series &&
    wanted.every(({ label, pattern }) => new RegExp(`^(?:${pattern})$`).test(labels.get(label) ?? ''))
  )
}

const broken: TutorModel = {
  name: 'broken',
  canContinue: true,
  // biome-ignore lint/correctness/useYield: it fails before its first word.
  async *answer() {
    throw new ModelError('MODEL_UNAVAILABLE', 'it is gone', true)
  },
}

describe('What an alert reads by its increase', () => {
  let server: TestServer
  let isDraining: boolean

  beforeEach(async () => {
    isDraining = false
    const draining = () => isDraining
    server = await startTestServer({ model: broken, otherModels: [new ScriptedModel()], draining })
  })

  afterEach(() => server.close())

  async function scrape(): Promise<Series[]> {
    const { bytes } = await server.call('GET', '/metrics')
    const lines = bytes.toString().matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)
    return [...lines].map(([, name = '', labels = '', value]) => ({
      name,
      labels: new Map(
        [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', of = '']) => [label, of]),
      ),
      value: Number(value),
    }))
  }

  test('is found in the rules', () => {
    expect(selected.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining(['TutorSaveFailed', 'TutorAnswersFail', 'TutorServerErrors', 'TutorFallsBack']),
    )
  })

  const named = selected.map((each) => {
    const labels = each.wanted.map(({ label, pattern }) => `${label}=~"${pattern}"`)
    return [each.alert, `${each.series}{${labels}}`, each] as const
  })

  test.each(named)('%s: %s is there before it happens, with 0', async (_alert, _series, each) => {
    const found = (await scrape()).filter((series) => isSelected(series, each))
    expect(found.map(({ value }) => value)).toContain(0)
  })

  test('none of them begins later, whatever happens', async () => {
    const names = (series: Series[]) =>
      series
        .filter((each) => selected.some((of) => isSelected(each, of)))
        .map(({ name, labels }) => JSON.stringify([name, ...labels]))
    const before = new Set(names(await scrape()))
    const anna = await server.login('安娜')
    const ask = (params: object) => new AskClient(server.address, { token: anna.access_token, params })
    const first = ask({ content: '1+1=?' })
    await first.closed
    expect(first.done).toBeDefined()
    const report = { request_id: 'r', first_content_ms: 1, longest_gap_ms: 1, resumes: {}, version: '0.0.1' }
    const reports = ['done', 'WS_CLOSED', 'SOMETHING_NEW'].map((outcome) => ({ ...report, outcome }))
    expect((await anna.call('POST', '/api/v1/learning/reports', { reports })).status).toBe(204)
    isDraining = true
    expect((await server.call('GET', '/ready')).status).toBe(503)
    expect((await server.call('GET', '/nowhere')).status).toBe(404)
    expect((await anna.call('DELETE', '/api/v1/users/me')).status).toBe(204)
    const after = await scrape()
    expect(names(after).filter((name) => !before.has(name))).toEqual([])
    const counted = after.filter(({ value }) => value === 1).map(({ name }) => name)
    expect(counted).toEqual(
      expect.arrayContaining(['tutor_http_server_errors_total', 'tutor_model_fallbacks_total']),
    )
  })
})
