import type { VoicePort } from '../../miniprogram/conversation/voice-port'
import { Appearance } from '../../miniprogram/look/appearance'
import { RatingOutbox } from '../../miniprogram/mistakes/rating-outbox'
import { load, render, type Simulated } from '../components/simulated'
import { MemoryStore, world } from '../conversation/fakes'
import { FakeLifecycle, FakeMistakes } from '../mistakes/fakes'

const id = load('pages/chat/chat')

/** What the page's templates call, and what it shows. */
export interface ChatPage {
  onLoad(): void
  onShow(): void
  onHide(): void
  onUnload(): void
  onShareAppMessage(): { imageUrl: string }
  onGrown(): void
  onSessions(): void
  onDrawerReady(): void
  onTouchStart(): void
  onTouchEnd(): void
  readonly data: { scrollTop: number }
  setData(patch: Record<string, unknown>, done?: () => void): void
  selectComponent(selector: string): { data: Record<string, unknown> } | null
}

const speaks = {
  offered: async () => ({ listen: true, speak: true, seconds: 60 }),
  transcribe: async () => '讲讲浮力',
  speak: async () => '/speech.mp3',
}

/** The page over a program that a test plays. `patches` is what its own `setData` was given. */
export function open(program = world(), voice: VoicePort = speaks) {
  const mistakes = new FakeMistakes()
  const lifecycle = new FakeLifecycle()
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  Object.assign(globalThis, {
    getApp: () => ({
      program: {
        ...program,
        server: { changeable: false, address: () => '', change: () => true },
        appearance: new Appearance(new MemoryStore()),
        mistakes,
        ratings: new RatingOutbox({ port: mistakes, store: new MemoryStore(), lifecycle, logger }),
        due: { count: 3, subscribe: () => () => undefined, refresh: async () => undefined },
        voice,
      },
    }),
  })
  const page = render(id)
  const instance: ChatPage = page.instance
  const patches: Array<Record<string, unknown>> = []
  const setData = instance.setData.bind(instance)
  instance.setData = (patch, done) => {
    patches.push(patch)
    setData(patch, done)
  }
  // WeChat answers null for what is not there; the simulator throws.
  const selectComponent = instance.selectComponent.bind(instance)
  instance.selectComponent = (selector) => {
    try {
      return selectComponent(selector)
    } catch {
      return null
    }
  }
  instance.onLoad()
  return { ...program, page, instance, patches }
}

/** So many milliseconds pass on the page's clock. */
export const passed = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds)

/** Long enough for the page's next patch. */
export const nextPatch = () => passed(120)

/** Sends these questions from the composer, one after the other. */
export async function send(page: Simulated, ...texts: string[]): Promise<void> {
  for (const text of texts) page.querySelector('#composer')?.dispatchEvent('send', { detail: { text } })
  await passed(10)
}
