import { VoiceInput, type VoiceProblem } from '../../miniprogram/conversation/voice-input'
import { ManualClock } from '../support/manual-clock'
import { settle } from './fakes'

/** A student with a microphone; the test plays the phone and the server. */
function opened({ allowed = true, text = '讲讲浮力', fails = false } = {}) {
  const clock = new ManualClock()
  const states: string[] = []
  const said: string[] = []
  const problems: VoiceProblem[] = []
  let asks: ((allowed: boolean) => void) | undefined
  const input = new VoiceInput({
    recorder: {
      allowed: () => new Promise((resolve) => (asks = resolve)),
      openSettings: () => undefined,
      start: async () => ({ stop: async () => '/speech.mp3' }),
    },
    clock,
    limit: () => 60_000,
    transcribe: async () => {
      if (fails) throw new Error('no network')
      return text
    },
    changed: (state) => states.push(state),
    said: (words) => said.push(words),
    problem: (problem) => problems.push(problem),
  })
  const answer = async (is = allowed) => {
    asks?.(is)
    await settle()
  }
  return { input, clock, states, said, problems, answer }
}

/** Holds the button for so many milliseconds. */
async function hold(
  { input, clock, answer }: ReturnType<typeof opened>,
  milliseconds: number,
  thrownAway = false,
) {
  void input.press()
  await answer()
  clock.advance(milliseconds)
  await input.release(thrownAway)
  await settle()
}

describe('Speaking instead of writing', () => {
  test('what was said while the button was held becomes words', async () => {
    const phone = opened({ text: ' 讲讲浮力 ' })
    await hold(phone, 2000)
    expect(phone.said).toEqual(['讲讲浮力'])
    expect(phone.states).toEqual(['asking', 'recording', 'reading', 'idle'])
    expect(phone.problems).toEqual([])
  })

  test.each<[VoiceProblem, Parameters<typeof opened>[0], number]>([
    ['refused', { allowed: false }, 2000],
    ['short', {}, 200],
    ['nothing', { text: ' ' }, 2000],
    ['failed', { fails: true }, 2000],
  ])(
    'where nothing came of it that is said, and it can be tried again: %s',
    async (problem, options, held) => {
      const phone = opened(options)
      await hold(phone, held)
      expect(phone.problems).toEqual([problem])
      expect(phone.said).toEqual([])
      expect(phone.input.state).toBe('idle')
    },
  )

  test('what is thrown away is not sent, and nothing is said of it', async () => {
    const phone = opened()
    await hold(phone, 2000, true)
    expect(phone.said).toEqual([])
    expect(phone.problems).toEqual([])
  })

  test('a question for leave takes the finger from the button: nothing is recorded, and it is to be held again', async () => {
    const phone = opened()
    void phone.input.press()
    await phone.input.release(false)
    await phone.answer(true)
    expect(phone.problems).toEqual(['allowed'])
    expect(phone.states).toEqual(['asking', 'idle'])
  })

  test('ends by itself when it is as long as it may be, and leaves no timer', async () => {
    const phone = opened()
    void phone.input.press()
    await phone.answer()
    phone.clock.advance(60_000)
    await settle()
    expect(phone.said).toEqual(['讲讲浮力'])
    expect(phone.clock.armed).toBe(0)
  })
})
