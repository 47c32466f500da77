import { PageParts } from '../../miniprogram/pages/chat/page-parts'
import { Sayings } from '../../miniprogram/pages/chat/sayings'
import { VoiceDesk } from '../../miniprogram/pages/chat/voice-desk'
import { LearningError } from '../../miniprogram/stream/learning-error'

const DAY = '今天的 500 次语音已经用完了，明天零点以后可以接着用；现在可以打字提问'

describe('What the server refuses to read aloud is told', () => {
  test.each([
    ['in its own words where only it knows why', 'RATE_LIMITED', DAY, DAY],
    [
      'as what failed, where the code says enough',
      'OVERLOADED',
      '忙',
      '没能朗读，现在用的人很多，请稍后重试',
    ],
  ])('%s', async (_, code, message, expected) => {
    const said: string[] = []
    const parts = new PageParts({ selectComponent: () => undefined })
    const sayings = new Sayings(parts)
    jest.spyOn(sayings, 'say').mockImplementation((words) => void said.push(words))
    const port = {
      offered: async () => ({ listen: true, speak: true, seconds: 60 }),
      transcribe: async () => '',
      speak: () => Promise.reject(new LearningError(code, { message, retryable: true })),
    }
    const desk: VoiceDesk = Reflect.construct(VoiceDesk, [port, {}, parts, sayings, () => undefined])
    await desk.read('r', '一加一')
    expect(said).toEqual([expected])
  })
})
