import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { WebSocket } from 'ws'
import { startModelEndpoint } from '../../server/test/http/model-endpoint'
import { type CheckResult, together } from '../package/check-result'
import { checkImports, checkResolutions } from './check-imports'
import { startOurServer } from './our-server'
import { untilSaid } from './until-said'

/** Takes three seconds at this pace. */
const ANSWER = '一步一步地算。'.repeat(90)
const PAUSE = 20

/** How a test in TypeScript uses it. */
const STRANGERS_TEST = `
import { type Outcome, PlayedScene, SCENES, type Target, targetOf, tryPromises, Unreachable } from 'wuhao-answer-conformance'
const target: Target = targetOf('https://x', { token: 't', question: '?', patience: 1000 })
export const tried: Promise<Outcome[]> = tryPromises(target, ({ sentence, held, detail }) => [sentence, held, detail])
export async function judged(): Promise<Outcome[]> {
  const found: Outcome[] = []
  for (const scene of SCENES) {
    const played = await PlayedScene.open(scene)
    try {
      found.push(...(await played.judge({ text: played.address, ended: 'stop' })))
    } finally {
      await played.close()
    }
  }
  return found
}
export const why = (error: unknown) => (error instanceof Unreachable ? error.code : undefined)
`

/** As somebody does who made a server, or a client: installs the tarball into an empty folder and runs its command. */
export async function checkConformance(tarball: string): Promise<CheckResult> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wuhao-conformance-'))
  try {
    await run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--silent', tarball])
    // Settled, both: the folder must stand as long as one of them works in it.
    const results = await Promise.allSettled([checkServer(folder), checkScenes(folder)])
    const failures = results.flatMap((each) =>
      each.status === 'rejected' ? [String(each.reason)] : each.value,
    )
    return together([
      { passed: results.length - failures.length, failures },
      checkImports(folder, ['wuhao-answer-conformance']),
      checkResolutions(folder, STRANGERS_TEST),
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Our own server keeps what the command tries. Gives what it said where it did not, which is one failure. */
async function checkServer(folder: string): Promise<string[]> {
  const server = await startOurServer(await startModelEndpoint([ANSWER], PAUSE))
  try {
    const output = await run(folder, 'npx', [
      '--no',
      '--',
      'wuhao-answer-conformance',
      '--url',
      server.address,
    ])
    return / passed, 0 failed\n$/.test(output) ? [] : [output]
  } finally {
    await server.close()
  }
}

/** A client that does everything right in the simplest scene is told so, and the command ends well. */
async function checkScenes(folder: string): Promise<string[]> {
  const bin = path.join(folder, 'node_modules', '.bin', 'wuhao-answer-conformance')
  // Ports that the system chooses: of those behind any one, some may be taken.
  const child = spawn(process.execPath, [bin, 'serve', '--port', '0'], { cwd: folder })
  const output = textOf(child.stdout)
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  try {
    const list = await untilSaid(child, /^the list: (\S+)$/m)
    const scenes: { name: string; address: string }[] = await (await fetch(list)).json()
    const whole = scenes.find(({ name }) => name === 'whole')
    const shown = JSON.stringify(await readWhole(whole?.address ?? ''))
    await fetch(`${list}/whole/shown`, { method: 'POST', body: shown })
  } finally {
    child.kill('SIGTERM')
  }
  const said = await output
  const ended = await code
  return ended === 0 && / passed, 0 failed\n$/.test(said) ? [] : [`serve ended with ${ended}: ${said}`]
}

async function readWhole(address: string): Promise<{ text: string; ended: string }> {
  const socket = new WebSocket(address)
  const shown = { text: '', ended: '' }
  socket.on('open', () => {
    socket.send(JSON.stringify({ token: 't', request_id: 'r', params: { content: '?' } }))
  })
  socket.on('message', (data) => {
    const frame: { type: string; content?: string; finish_reason?: string } = JSON.parse(data.toString())
    if (frame.type === 'content') shown.text += frame.content ?? ''
    if (frame.type === 'done') shown.ended = frame.finish_reason ?? ''
  })
  await new Promise((resolve, reject) => {
    socket.on('close', resolve)
    socket.on('error', reject)
  })
  return shown
}

/** What a command says; rejects with that where it does not end well. */
async function run(folder: string, command: string, options: readonly string[]): Promise<string> {
  const child = spawn(command, options, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const code = new Promise((resolve, reject) => {
    child.on('close', resolve)
    child.on('error', reject)
  })
  const output = await textOf(child.stdout)
  if ((await code) !== 0) throw new Error(`${command} ${options[0]}: ${output}`)
  return output
}
