import { WebSocket } from 'ws'
import { type Outcome, PlayedScene, SCENES, type Scene } from '../../packages/answer-conformance/src/index'
import type { BadClient } from './bad-clients/bad-client'
import { badAtEndings } from './bad-clients/endings'
import { badAtLinks } from './bad-clients/links'
import { badAtTexts } from './bad-clients/texts'
import { SmallClient } from './small-client'

const BAD_CLIENTS: readonly BadClient[] = [...badAtLinks, ...badAtTexts, ...badAtEndings]

/** In real time: those that take minutes are for who has them (`TEST_LONG_SCENES=yes`). */
const { TEST_LONG_SCENES } = process.env
const scenes = SCENES.filter(({ seconds }) => seconds === undefined || TEST_LONG_SCENES !== undefined)
const MINUTES = 300_000

/** Scenes that are played beside each other: they wait for most of their time. */
const AT_ONCE = 20

/** What is judged of such a client in a scene, and what of it was broken. */
async function judged(scene: Scene, Client = SmallClient): Promise<{ broken: string[]; all: string[] }> {
  const played = await PlayedScene.open(scene)
  try {
    const outcomes = await played.judge(await new Client(played.address, scene.act).ask())
    const broken = outcomes.filter(({ held }) => held === 'no')
    return { broken: broken.map(({ sentence }) => sentence), all: outcomes.map(({ sentence }) => sentence) }
  } finally {
    await played.close()
  }
}

/** What comes of each, in any order. */
async function fewAtOnce<One, Found>(
  all: readonly One[],
  look: (one: One) => Promise<Found>,
): Promise<Found[]> {
  const left = [...all]
  const found: Found[] = []
  const lookOn = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) found.push(await look(one))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lookOn))
  return found
}

const badIn = ({ name }: Scene): BadClient[] => BAD_CLIENTS.filter((bad) => bad.scenes.includes(name))

test(
  'a client that keeps the protocol is told so in each scene',
  async () => {
    const found = await fewAtOnce(scenes, async (scene) => ({
      scene: scene.name,
      broken: (await judged(scene)).broken,
    }))
    expect(found.filter(({ broken }) => broken.length > 0)).toEqual([])
  },
  MINUTES,
)

test(
  'a client that breaks a promise is caught by that one, and by no other',
  async () => {
    const pairs = scenes.flatMap((scene) => badIn(scene).map((bad) => ({ scene, bad })))
    const found = await fewAtOnce(pairs, async ({ scene, bad: { does, breaks, Client } }) => ({
      does,
      scene: scene.name,
      breaks,
      broken: (await judged(scene, Client)).broken,
    }))
    expect(found.filter(({ breaks, broken }) => String(breaks) !== String(broken))).toEqual([])
  },
  MINUTES,
)

test('a client is told what it did without its token', async () => {
  const token = 'a-token-that-nobody-may-read'
  /** Asks where it should resume, and says its token wherever it can. */
  class Talkative extends SmallClient {
    protected override first(): object {
      return { type: 'ask', request_id: `${token} ${this.seq}`, token, params: { content: { token } } }
    }
  }
  const outcomes: Outcome[] = []
  for (const name of ['whole', 'cut']) {
    const scene = SCENES.find((each) => each.name === name)
    if (scene === undefined) throw new Error(`there is no scene ${name}`)
    const played = await PlayedScene.open(scene)
    try {
      outcomes.push(...(await played.judge(await new Talkative(played.address, scene.act).ask())))
    } finally {
      await played.close()
    }
  }
  const details = outcomes.map(({ detail }) => detail).join()
  expect(outcomes.filter(({ held }) => held === 'no').length).toBeGreaterThan(2)
  expect(details).not.toContain(token)
  expect(details).toContain('…')
})

test('a client that comes back for ever is judged all the same', async () => {
  const [scene] = SCENES
  if (scene === undefined) throw new Error('there are no scenes')
  const played = await PlayedScene.open(scene)
  const comesBack = setInterval(() => new WebSocket(played.address).on('error', () => undefined), 200)
  try {
    const outcomes = await played.judge({ text: '', ended: 'stop' }, 2000)
    expect(outcomes.filter(({ held }) => held === 'no').length).toBeGreaterThan(0)
  } finally {
    clearInterval(comesBack)
    await played.close()
  }
})

test('no scene, and nothing that is judged, is without a client that it catches', async () => {
  const [scene] = SCENES
  if (scene === undefined) throw new Error('there are no scenes')
  const caught = new Set(BAD_CLIENTS.flatMap(({ breaks }) => breaks))
  expect((await judged(scene)).all.filter((sentence) => !caught.has(sentence))).toEqual([])
  expect(SCENES.filter((each) => badIn(each).length === 0).map(({ name }) => name)).toEqual([])
})
