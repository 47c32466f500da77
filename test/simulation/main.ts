import * as fc from 'fast-check'
import { argument } from './argument'
import { instanceSchedules } from './instance-faults'
import { KINDS } from './kinds'
import { faultsOf, type Schedule, schedules } from './schedule'
import { type Report, simulate } from './world'

/**
 * `npm run simulate -- [--schedules N] [--seed N] [--path P] [--backend tutor|older-server|ag-ui|chat] [--instances N]`: draws schedules, runs each,
 * prints how they ended and what went wrong in them. A failing one is shrunk and printed with the command that runs it again. Exit code 1 where one fails.
 */

const names = Object.keys(KINDS) as (keyof typeof KINDS)[]
const named = argument('backend') ?? 'tutor'
const kind = names.find((name) => name === named)

/** How often each thing was seen. */
class Tally {
  private readonly counts = new Map<string, number>()

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  /** `counted`: what the numbers are of. */
  table(heading: string, counted = 'schedules'): string {
    const rows = [...this.counts].sort((one, other) => other[1] - one[1])
    return [
      `| ${heading} | ${counted} |`,
      '|---|---|',
      ...rows.map(([name, n]) => `| ${name} | ${n} |`),
    ].join('\n')
  }
}

const endings = new Tally()
const faults = new Tally()
const restarts = new Tally()

/** While fast-check shrinks a failing schedule nothing is counted any more. */
let shrinking = false

async function holds(schedule: Schedule): Promise<void> {
  const report = await simulate(schedule, kind)
  if (!shrinking) tally(schedule, report)
  if (report.violations.length === 0) return
  const failure = report.violations.join('; ')
  // To make it smaller may take minutes.
  if (!shrinking) console.log(`${failure}: ${fc.stringify(schedule)}\n`)
  shrinking = true
  throw new Error(failure)
}

function tally(schedule: Schedule, report: Report): void {
  for (const ending of report.endings) endings.count(ending)
  restarts.count(`${report.serverRestarts} restarts, ${report.modelCalls} model calls`)
  for (const kind of new Set(faultsOf(schedule).map((fault) => fault.kind))) faults.count(kind)
}

async function main(): Promise<void> {
  if (kind === undefined) throw new Error(`--backend ${named}: there are ${names.join(', ')}`)
  const numRuns = Number(argument('schedules') ?? 2000)
  const seed = Number(argument('seed') ?? Date.now() % 2 ** 31)
  const path = argument('path')
  const started = Date.now()
  const servers = argument('instances')
  const drawn = servers === undefined ? schedules : instanceSchedules(Number(servers))
  const details = await fc.check(fc.asyncProperty(drawn, holds), {
    numRuns,
    seed,
    ...(path === undefined ? {} : { path, endOnFailure: true }),
  })
  console.log(
    [endings.table('ending', 'answers'), faults.table('fault'), restarts.table('server')].join('\n\n'),
  )
  console.log(`\nseed ${seed}, ${((Date.now() - started) / 1000).toFixed(0)} s`)
  if (details.failed) {
    console.log(fc.stringify(details.counterexample?.[0]))
    console.log(details.errorInstance)
    console.log(
      `again: npm run simulate -- ${servers === undefined ? `--backend ${kind}` : `--instances ${servers}`} --seed ${details.seed} --path ${details.counterexamplePath ?? ''}`,
    )
  }
  const failed = details.failed ? 1 : 0
  console.log(`${details.numRuns - failed} passed, ${failed} failed`)
  process.exit(failed)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
