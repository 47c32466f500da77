import fc from 'fast-check'
import type { StoredFrame } from '../../../typings/protocol'
import { FrameLog } from '../../src/answer/frame-log'

const done = {
  type: 'done',
  question_id: 'q',
  answer_id: 'a',
  session_id: 's',
  finish_reason: 'stop',
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
} as const

/** Every frame that a reader gets who has everything up to `cursor`. */
function replay(log: FrameLog, cursor: number): StoredFrame[] {
  const frames: StoredFrame[] = []
  for (let at = cursor; ; ) {
    const frame = log.frameAfter(at)
    if (!frame) return frames
    frames.push(frame)
    at = frame.seq
  }
}

/** What a client holds after these frames, if it held `text` and `reasoning` before. */
function show(frames: StoredFrame[], text = '', reasoning = '') {
  let shown = { text, reasoning }
  for (const frame of frames) {
    if (frame.type === 'content') shown = { ...shown, text: shown.text + frame.content }
    if (frame.type === 'reasoning') shown = { ...shown, reasoning: shown.reasoning + frame.reasoning }
    if (frame.type === 'snapshot') shown = { text: frame.full_content, reasoning: frame.reasoning ?? '' }
  }
  return shown
}

const entry = fc.oneof(
  fc.record({ type: fc.constant('content' as const), delta: fc.string({ minLength: 1, unit: 'grapheme' }) }),
  fc.record({ type: fc.constant('reasoning' as const), delta: fc.string({ minLength: 1 }) }),
  fc.record({ type: fc.constant('status' as const), delta: fc.constantFrom('thinking', 'reading_images') }),
)

function append(log: FrameLog, { type, delta }: { type: 'content' | 'reasoning' | 'status'; delta: string }) {
  if (type === 'content') log.appendContent(delta)
  else if (type === 'reasoning') log.appendReasoning(delta)
  else log.appendStatus(delta)
}

describe('the frame log', () => {
  it('gives a reader at any position exactly what it lacks, by single frames or a snapshot', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 60 }),
        fc.nat(60),
        fc.integer({ min: 2, max: 70 }),
        fc.nat(9),
        (entries, position, kept, origin) => {
          const log = new FrameLog(kept, { content: '前', reasoning: '', lastSeq: origin })
          const states = [{ text: '前', reasoning: '' }]
          for (const next of entries) {
            append(log, next)
            states.push({ text: log.content, reasoning: log.reasoning })
          }
          log.publish()
          const held = Math.min(position, entries.length)
          const frames = replay(log, origin + held)
          expect(show(frames, states[held]?.text, states[held]?.reasoning)).toEqual(states.at(-1))
          const seqs = frames.map(({ seq }) => seq)
          expect(seqs.every((seq, index) => seq > (seqs[index - 1] ?? origin + held))).toBe(true)
          if (seqs.length > 0) expect(seqs.at(-1)).toBe(origin + entries.length)
        },
      ),
    )
  })

  it('gives nothing that is not published', () => {
    const log = new FrameLog(100)
    log.appendContent('一')
    expect(log.frameAfter(0)).toBeUndefined()
    log.publish()
    log.appendContent('二')
    expect(replay(log, 0)).toEqual([{ type: 'content', seq: 1, content: '一' }])
  })

  it('gives back every kind of frame as it was', () => {
    const log = new FrameLog(100)
    log.appendStatus('thinking')
    log.appendReasoning('想')
    log.appendContent('答', 3)
    log.appendContent('案', 0)
    log.appendFinished('stop')
    log.appendDone(done)
    log.publish()
    expect(replay(log, 0)).toEqual([
      { type: 'status', seq: 1, stage: 'thinking' },
      { type: 'reasoning', seq: 2, reasoning: '想' },
      { type: 'content', seq: 3, content: '答', tokens: 3 },
      { type: 'content', seq: 4, content: '案', tokens: 0 },
      { type: 'content_finished', seq: 5, full_content: '答案', finish_reason: 'stop' },
      { ...done, seq: 6 },
    ])
  })

  it('puts a snapshot in the place of frames that it no longer keeps, and done after it', () => {
    const log = new FrameLog(4)
    for (const delta of '一二三四五六') log.appendContent(delta)
    log.appendFinished('stop')
    log.publish()
    expect(replay(log, 1)).toEqual([
      { type: 'snapshot', seq: 7, phase: 'processing', full_content: '一二三四五六', finish_reason: 'stop' },
    ])
    log.appendDone(done)
    log.publish()
    expect(replay(log, 1).map(({ type, seq }) => [type, seq])).toEqual([
      ['snapshot', 7],
      ['done', 8],
    ])
    expect(replay(log, 7).map(({ type }) => type)).toEqual(['done'])
  })

  it('numbers on beyond a reader that is ahead, whose snapshot is newer than what it has', () => {
    const log = new FrameLog(100, { content: '一二', reasoning: '', lastSeq: 5 })
    log.skipTo(10)
    expect(replay(log, 9)).toEqual([{ type: 'snapshot', seq: 10, phase: 'content', full_content: '一二' }])
    log.appendContent('三')
    log.publish()
    expect(replay(log, 10)).toEqual([{ type: 'content', seq: 11, content: '三' }])
  })

  it('begins anew with an empty snapshot', () => {
    const log = new FrameLog(100)
    log.appendContent('一')
    log.publish()
    log.restart()
    expect(replay(log, 1)).toEqual([
      { type: 'snapshot', seq: 2, phase: 'content', full_content: '', reasoning: '' },
    ])
  })
})
