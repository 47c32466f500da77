import { SmallClient } from '../small-client'
import {
  type BadClient,
  COMING_BACK,
  COUNT,
  ENDING,
  FORM,
  ONE_LINK,
  ONE_REQUEST,
  PAUSE,
  TEXT,
} from './bad-client'

/** They ask, come back and resume otherwise than they should. */
export const badAtLinks: readonly BadClient[] = [
  {
    does: 'asks without a token',
    scenes: ['whole'],
    breaks: [FORM],
    Client: class extends SmallClient {
      protected override token = ''
    },
  },
  {
    does: 'asks nothing',
    scenes: ['whole'],
    breaks: [FORM],
    Client: class extends SmallClient {
      protected override first(): object {
        return { ...super.first(), params: { content: '' } }
      }
    },
  },
  {
    does: 'says its number as a text',
    scenes: ['cut'],
    breaks: [FORM],
    Client: class extends SmallClient {
      protected override first(): object {
        return this.isAccepted ? { ...super.first(), after_seq: String(this.seq) } : super.first()
      }
    },
  },
  {
    does: 'asks by two links at once',
    scenes: ['whole'],
    breaks: [COMING_BACK, COUNT],
    Client: class extends SmallClient {
      protected override open(): void {
        super.open()
        // Not for long: else the machine decides whether that counts as a link of its own.
        const first = this.socket
        first?.on('open', () => first.close(1000))
        super.open()
      }
    },
  },
  {
    does: 'takes a lost link for the end of the answer',
    scenes: [
      'cut',
      'cut-then-fails',
      'often-cut',
      'cut-before-accepted',
      'cut-after-accepted',
      'cut-after-content-finished',
      'closed',
      'half-open',
      'half-open-while-saving',
      'gap',
      'gap-before-done',
      'told-again',
      'snapshot',
      'snapshot-while-saving',
      'unknown-type-lost',
      'no-websocket',
    ],
    breaks: [COUNT, ENDING],
    Client: class extends SmallClient {
      protected override lost(): void {
        this.end('WS_CLOSED')
      }
    },
  },
  {
    does: 'gives up at the first socket that is not let in',
    scenes: ['no-websocket'],
    breaks: [COUNT],
    Client: class extends SmallClient {
      protected override attempts(): number {
        return 1
      }
    },
  },
  {
    does: 'gives up after three lost links, whatever each of them brought',
    scenes: ['often-cut'],
    breaks: [COUNT, ENDING],
    Client: class extends SmallClient {
      private lostLinks = 0
      protected override lost(): void {
        this.lostLinks += 1
        if (this.lostLinks === 3) this.end('WS_CLOSED')
        else super.lost()
      }
    },
  },
  {
    does: 'asks again in place of resuming',
    scenes: ['cut', 'often-cut', 'cut-after-accepted', 'cut-after-content-finished', 'half-open', 'closed'],
    breaks: [COMING_BACK],
    Client: class extends SmallClient {
      protected override first(): object {
        const wasAccepted = this.isAccepted
        this.isAccepted = false
        const ask = super.first()
        this.isAccepted = wasAccepted
        return ask
      }
    },
  },
  {
    does: 'resumes after the number before its last one',
    scenes: ['cut', 'often-cut', 'shutting-down'],
    breaks: [COMING_BACK],
    Client: class extends SmallClient {
      protected override first(): object {
        return this.isAccepted ? { ...super.first(), after_seq: this.seq - 1 } : super.first()
      }
    },
  },
  {
    does: 'resumes after a number that it does not have',
    scenes: ['cut', 'often-cut', 'half-open'],
    breaks: [COMING_BACK, TEXT, ENDING],
    Client: class extends SmallClient {
      protected override lost(): void {
        this.seq += 1
        super.lost()
      }
    },
  },
  {
    does: 'is another request each time',
    scenes: ['cut', 'cut-before-accepted', 'busy'],
    breaks: [ONE_REQUEST],
    Client: class extends SmallClient {
      protected override first(): object {
        return { ...super.first(), request_id: `request-${Math.random()}` }
      }
    },
  },
  {
    does: 'asks something else the second time',
    scenes: ['cut-before-accepted', 'busy'],
    breaks: [COMING_BACK],
    Client: class extends SmallClient {
      private asked = 0
      protected override first(): object {
        this.asked += 1
        return { ...super.first(), params: { content: `数到十二。（${this.asked}）` } }
      }
    },
  },
  {
    does: 'comes back without a pause',
    scenes: ['often-cut', 'cut-before-accepted', 'no-websocket'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      protected override backOff(): number {
        return 0
      }
    },
  },
  {
    does: 'comes back after the same pause each time',
    scenes: ['no-websocket'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      protected override backOff(): number {
        return 240
      }
    },
  },
  {
    does: 'takes its time to come back',
    scenes: ['cut'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      protected override backOff(): number {
        return 7000
      }
    },
  },
  {
    does: 'does not wait as long as a busy server asks for',
    scenes: ['busy', 'shutting-down'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      protected override comeBack(wait: number): void {
        super.comeBack(Math.min(wait, 300))
      }
    },
  },
  {
    does: 'holds a link for alive for too long',
    scenes: ['half-open', 'half-open-while-saving'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      protected override patience(interval: number): number {
        return 6.5 * interval
      }
    },
  },
  {
    does: 'holds a link for dead too soon',
    scenes: ['half-open', 'half-open-while-saving'],
    breaks: [PAUSE],
    Client: class extends SmallClient {
      private links = 0

      protected override open(): void {
        this.links += 1
        super.open()
      }

      protected override patience(interval: number): number {
        return this.links === 1 ? interval / 2 : super.patience(interval)
      }
    },
  },
  {
    does: 'takes keepalives for silence, and gives up',
    scenes: ['silence', 'saving'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override keepAlive(): void {
        // The link looks dead after another one.
        this.interval = 1
        this.watch()
      }
      protected override lost(): void {
        this.end('WS_CLOSED')
      }
    },
  },
  {
    does: 'leaves a dead link open',
    scenes: ['half-open', 'half-open-while-saving'],
    breaks: [ONE_LINK],
    Client: class extends SmallClient {
      protected override breakOff(): void {
        this.lost()
      }
      protected override comeBack(wait: number): void {
        setTimeout(() => this.open(), wait)
      }
    },
  },
]
