import { randomUUID } from 'node:crypto'
import { AskClient } from '../../../server/test/http/ask-client'
import { untilReady } from '../../../server/test/http/ready'
import type { Compose } from './compose'
import { demand, type Steps } from './steps'
import { type Trial, tokenAt } from './trial'

const ADDRESS = 'http://127.0.0.1:8000'
const METRICS = 'http://127.0.0.1:8001/metrics'

/** compose.yaml as its first lines say: with the embedded database, then with PostgreSQL. */
export async function tryOneServer(trial: Trial, steps: Steps, whole: string): Promise<void> {
  const alone = trial.compose(['compose.yaml'], ['tutor'])
  await alone.during(async () => {
    await begin(alone, steps)
    await lookInside(alone, steps)
    await askEverything(trial, alone, steps)
    await keepsAnswers(alone, steps, { trial, whole })
  })
  trial.useDatabase()
  const beside = trial.compose(['compose.yaml', 'compose.postgresql.yaml'], ['tutor'])
  await beside.during(async () => {
    await steps.step('compose.postgresql.yaml over it: it is healthy', async () => {
      await beside.compose('up', '-d', '--build')
      await beside.untilHealthy('tutor', 'postgres')
      return `after ${await beside.inspect('tutor', '{{.RestartCount}}')} further starts`
    })
    await keepsAnswers(beside, steps, { trial, whole })
  })
}

async function begin(compose: Compose, steps: Steps): Promise<void> {
  await steps.step(
    'compose.yaml: the image is built',
    async () => {
      await compose.compose('build')
      return undefined
    },
    900,
  )
  await steps.step('it is up and healthy', async () => {
    await compose.compose('up', '-d', '--build')
    await compose.untilHealthy('tutor')
    return undefined
  })
}

async function lookInside(compose: Compose, steps: Steps): Promise<void> {
  await steps.step('it is not root, has no rights and writes to /data alone', async () => {
    const look =
      'id -u; grep CapEff /proc/1/status; touch /opt/here 2>/dev/null || echo shut; touch /data/here && rm /data/here && echo open'
    const seen = (await compose.compose('exec', '-T', 'tutor', 'sh', '-c', look)).split(/\s+/)
    demand(seen.join(' ') === '1000 CapEff: 0000000000000000 shut open', seen.join(' '))
    return undefined
  })
}

async function askEverything(trial: Trial, compose: Compose, steps: Steps): Promise<void> {
  await steps.step('deploy:check asks from outside', async () =>
    lastLine(await trial.tool('npm', 'run', '--silent', 'deploy:check', '--', ADDRESS)),
  )
  await steps.step(
    'the conformance suite asks',
    async () => lastLine(await trial.tool('node', 'packages/answer-conformance/bin.cjs', '--url', ADDRESS)),
    600,
  )
  await steps.step('its numbers are read on the port of their own, and on no other', async () => {
    demand((await (await fetch(METRICS)).text()).includes('\nprocess_'), 'no numbers')
    demand((await fetch(`${ADDRESS}/metrics`)).status === 404, 'numbers on the port of the questions')
    return undefined
  })
  await steps.step('admin.js, and a backup that leaves the container', async () => {
    await compose.compose('exec', '-T', 'tutor', 'node', 'dist/server/admin.js', 'usage')
    const backup =
      'node dist/server/backup.js /tmp/tutor.tar.gz >&2 && cat /tmp/tutor.tar.gz && rm /tmp/tutor.tar.gz'
    const bytes = (await compose.compose('exec', '-T', 'tutor', 'sh', '-c', backup)).length
    demand(bytes > 1000, `${bytes} bytes`)
    return undefined
  })
}

/** Asked to stop in mid-answer it ends the answer first; and the answer is there when all containers were made anew. */
async function keepsAnswers(
  compose: Compose,
  steps: Steps,
  { trial, whole }: { trial: Trial; whole: string },
): Promise<void> {
  const question = {
    token: await tokenAt(ADDRESS),
    request_id: randomUUID(),
    params: { content: '这道题怎么做？' },
  }
  await steps.step('asked to stop in mid-answer, it ends the answer and then itself, with 0', async () => {
    const reader = new AskClient(ADDRESS, question)
    await reader.until(() => reader.text !== '')
    await compose.compose('stop')
    await reader.closed
    await compose.demandCleanEnd('tutor')
    demand(reader.done !== undefined && reader.text === whole, 'the answer did not come whole')
    return undefined
  })
  await steps.step('after down and up the same question has the same answer, without the model', async () => {
    const asked = trial.model.requests.length
    await compose.compose('down')
    await compose.compose('up', '-d')
    await untilReady(ADDRESS)
    const again = new AskClient(ADDRESS, question)
    await again.until(() => again.done !== undefined)
    demand(again.text === whole, 'it is another answer')
    demand(trial.model.requests.length === asked, 'the model was asked again')
    return undefined
  })
}

function lastLine(text: string): string {
  return text.split('\n').at(-1) ?? ''
}
