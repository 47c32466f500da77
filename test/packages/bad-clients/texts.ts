import type { Frame } from '../../../packages/answer-conformance/src/frame'
import { SmallClient } from '../small-client'
import { type BadClient, COMING_BACK, COUNT, ENDING, PAUSE, TEXT } from './bad-client'

/** They make another text of what they are told. */
export const badAtTexts: readonly BadClient[] = [
  {
    does: 'forgets what it had when its link is lost',
    scenes: ['cut-then-fails'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override lost(): void {
        this.text = ''
        super.lost()
      }
    },
  },
  {
    does: 'forgets what it had when the answer fails',
    scenes: ['fails-model-unavailable', 'fails-superseded', 'fails-save-failed', 'cut-then-fails'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override fail(frame: Frame): void {
        this.text = ''
        super.fail(frame)
      }
    },
  },
  {
    does: 'takes a frame as often as it comes',
    scenes: ['doubled', 'told-again'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override take(frame: Frame, seq: number): void {
        if (seq <= this.seq) this.use(frame)
        else super.take(frame, seq)
      }
    },
  },
  {
    does: 'takes what stands behind a gap',
    scenes: ['gap'],
    breaks: [COMING_BACK, PAUSE, TEXT, ENDING],
    Client: class extends SmallClient {
      protected override closesGap(): boolean {
        return true
      }
    },
  },
  {
    does: 'shows what stands behind a gap, and comes back for it',
    scenes: ['gap'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override breakOff(): void {
        this.show('第5步')
        super.breakOff()
      }
    },
  },
  {
    does: 'waits behind a gap for what may come',
    scenes: ['gap'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      protected override take(frame: Frame, seq: number): void {
        if (seq <= this.seq + 1 || this.closesGap(frame)) super.take(frame, seq)
      }
    },
  },
  {
    does: 'takes done for the end of what it does not have',
    scenes: ['gap-before-done'],
    breaks: [COUNT, ENDING],
    Client: class extends SmallClient {
      protected override closesGap(frame: Frame): boolean {
        return frame.type === 'done' || super.closesGap(frame)
      }
    },
  },
  {
    does: 'comes back for what content_finished has told',
    scenes: ['gap-before-content-finished'],
    breaks: [COMING_BACK, COUNT],
    Client: class extends SmallClient {
      private cameBack = false
      protected override closesGap(): boolean {
        const closes = this.cameBack
        this.cameBack = true
        return closes
      }
    },
  },
  {
    does: 'does not look at the text of content_finished',
    scenes: ['mended', 'gap-before-content-finished'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override finish(): void {
        this.isWhole = true
      }
    },
  },
  {
    does: 'adds the text of content_finished to its own',
    scenes: ['whole', 'cut', 'saving'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override finish(whole: string): void {
        this.text += whole
      }
    },
  },
  {
    does: 'adds a snapshot to its own text',
    scenes: ['snapshot', 'snapshot-while-saving'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override replace(whole: string): void {
        this.text += whole
      }
    },
  },
  {
    does: 'takes of a snapshot nothing but its number',
    scenes: ['snapshot', 'snapshot-while-saving'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override replace(): void {}
    },
  },
  {
    does: 'shows what a keepalive says',
    scenes: ['saving'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override keepAlive(): void {
        this.text = ''
      }
    },
  },
  {
    does: 'shows every frame that has a text',
    scenes: ['unknown-types'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override use(frame: Frame): void {
        super.use(frame)
        if (typeof frame.full_content === 'string') this.text = frame.full_content
      }
    },
  },
  {
    does: 'does not count frames of unknown types',
    scenes: ['unknown-type-lost'],
    breaks: [COMING_BACK],
    Client: class extends SmallClient {
      protected override take(frame: Frame, seq: number): void {
        if (frame.type !== 'from_the_future' || this.isBack) super.take(frame, seq)
      }
      private isBack = false
      protected override lost(): void {
        this.isBack = true
        super.lost()
      }
    },
  },
  {
    does: 'has room for 100,000 characters',
    scenes: ['huge'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override finish(whole: string): void {
        this.text = whole.slice(0, 100_000)
      }
    },
  },
  {
    does: 'shows the reasoning as the answer',
    scenes: ['reasoning'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override use(frame: Frame): void {
        if (frame.type === 'reasoning') this.show(String(frame.reasoning))
        super.use(frame)
      }
    },
  },
  {
    does: 'adds the text so far of an older server to its own',
    scenes: ['older-server-cut'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override takeOlder(frame: Frame): void {
        const before = this.text
        super.takeOlder(frame)
        this.text = before + this.text
      }
    },
  },
  {
    does: 'forgets what it had when it is stopped',
    scenes: ['stop', 'stop-without-a-link'],
    breaks: [TEXT],
    Client: class extends SmallClient {
      protected override end(reason: string): void {
        this.text = ''
        super.end(reason)
      }
    },
  },
]
