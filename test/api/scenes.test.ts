import type * as Learning from '../../miniprogram/api/learning'
import { PlayedScene, SCENES, type Scene, type Shown } from '../../packages/answer-conformance/src/index'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'
import { NodeWx } from '../support/node-wx'

/** Sockets that a program may have at once are five; a scene may hold one that is being closed beside its next. */
const AT_ONCE = 3

/** In real time, so they wait for who wants to wait for them: `TEST_LONG_SCENES=yes`. */
const long = SCENES.filter(({ seconds }) => seconds !== undefined)
const short = SCENES.filter((scene) => !long.includes(scene))
const { TEST_LONG_SCENES } = process.env

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

/** The program on a phone of its own, as the page uses it: asks, does what a person does in the scene, and tells what it shows. */
function startProgram(): (scene: Scene, address: string) => Promise<Shown> {
  installWx(new NodeWx().wx)
  jest.resetModules()
  const api: typeof Learning = require('../../miniprogram/api/learning')
  return async ({ act }, url) => {
    let shown = ''
    const tokens: string[] = []
    const token = async () => `token-${tokens.push('another')}`
    const stream = api.askQuestionStream(
      { content: '数到十二。' },
      (event) => {
        if (event.type === 'content') shown += event.delta
        if (event.type === 'replace') shown = event.text
        if (event.type === 'content' && act === 'stop at the first words') stream.stop()
        if (event.type === 'state' && event.state === 'reconnecting' && act === 'stop when the link is lost')
          stream.stop()
      },
      { url, token },
    )
    try {
      const { finishReason } = await stream.result
      return { text: shown, ended: finishReason }
    } catch (error) {
      if (!(error instanceof api.LearningError)) throw error
      return { text: shown, ended: error.code }
    }
  }
}

/** Plays scenes to a program, so many at once; gives what it did wrong, by their names. */
async function faultsIn(scenes: readonly Scene[]): Promise<string[]> {
  const act = startProgram()
  const waiting = [...scenes]
  const judged: Promise<string[]>[] = []
  const playOn = async (): Promise<void> => {
    for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) {
      const played = await PlayedScene.open(scene)
      judged.push(faultsOf(played, await act(scene, played.address)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, playOn))
  return (await Promise.all(judged)).flat()
}

async function faultsOf(played: PlayedScene, shown: Shown): Promise<string[]> {
  const outcomes = await played.judge(shown)
  await played.close()
  return outcomes
    .filter(({ held }) => held === 'no')
    .map(({ sentence, detail }) => `${played.scene.name}: ${sentence}: ${detail}`)
}

const isBlocked = ({ name }: Scene): boolean => name === 'no-websocket'

test('the program does in each scene of the conformance suite what a client has to', async () => {
  expect(await faultsIn(short.filter((scene) => !isBlocked(scene)))).toEqual([])
})

test('where no WebSocket is let in, too', async () => {
  expect(await faultsIn(short.filter(isBlocked))).toEqual([])
})

const inFull = TEST_LONG_SCENES === undefined ? test.skip : test

inFull('and where it has to wait for minutes', async () => expect(await faultsIn(long)).toEqual([]), 300_000)
