import type { Frame } from '../../../packages/answer-conformance/src/frame'
import { SCENES } from '../../../packages/answer-conformance/src/index'
import { SmallClient } from '../small-client'
import { type BadClient, COUNT, ENDING, STOP, TEXT, TOKEN } from './bad-client'

const failing = SCENES.map(({ name }) => name).filter((name) => /^(refused|fails|error)-/.test(name))

/** They do not know when an answer has ended, or how. */
export const badAtEndings: readonly BadClient[] = [
  {
    does: 'comes back after an error that ends the answer',
    scenes: failing,
    breaks: [COUNT],
    Client: class extends SmallClient {
      private cameBack = false
      protected override fail(frame: Frame): void {
        if (this.cameBack) super.fail(frame)
        else this.comeBack(0)
        this.cameBack = true
      }
    },
  },
  {
    does: 'calls every failure by one name',
    scenes: failing,
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override fail(): void {
        this.end('FAILED')
      }
    },
  },
  {
    does: 'says of a server that it does not reach no more than that it failed',
    scenes: ['no-websocket'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override end(): void {
        super.end('WS_CLOSED')
      }
    },
  },
  {
    does: 'takes a busy server for the end',
    scenes: ['busy', 'shutting-down'],
    breaks: [COUNT, ENDING],
    Client: class extends SmallClient {
      protected override fail({ code }: Frame): void {
        this.end(String(code))
      }
    },
  },
  {
    does: 'shows a token again that was refused',
    scenes: ['token-expired'],
    breaks: [TOKEN],
    Client: class extends SmallClient {
      protected override renew(): void {
        this.comeBack(0)
      }
    },
  },
  {
    does: 'shows one token after the other',
    scenes: ['token-expired-for-good'],
    breaks: [COUNT],
    Client: class extends SmallClient {
      private shown = 1
      protected override fail(frame: Frame): void {
        this.shown += 1
        this.token = `token-${this.shown}`
        if (this.shown > 3) super.fail(frame)
        else this.comeBack(0)
      }
    },
  },
  {
    does: 'leaves when all of the text is there',
    scenes: ['saving'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override finish(whole: string): void {
        this.text = whole
        this.end('stop')
      }
    },
  },
  {
    does: 'calls each answer whole that has come to an end',
    scenes: ['cut-short'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override use(frame: Frame): void {
        super.use(frame.type === 'done' ? { ...frame, finish_reason: 'stop' } : frame)
      }
    },
  },
  {
    does: 'tells nobody that it was stopped',
    scenes: ['stop', 'stop-without-a-link'],
    breaks: [STOP],
    Client: class extends SmallClient {
      protected override stop(): void {
        this.end('stopped')
      }
      protected override stopByCall(): void {
        this.end('stopped')
      }
    },
  },
  {
    does: 'stops another answer',
    scenes: ['stop-without-a-link'],
    breaks: [STOP],
    Client: class extends SmallClient {
      protected override stopByCall(): void {
        this.requestId = 'another'
        super.stopByCall()
      }
    },
  },
  {
    does: 'calls an answer whole that was stopped',
    scenes: ['stop', 'stop-without-a-link'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override end(): void {
        super.end('stop')
      }
    },
  },
  {
    does: 'understands no older server',
    scenes: ['older-server'],
    breaks: [TEXT, ENDING],
    Client: class extends SmallClient {
      protected override takeOlder(): void {
        this.end('SERVER_ERROR')
      }
    },
  },
  {
    does: 'asks an older server again',
    scenes: ['older-server-cut'],
    breaks: [COUNT],
    Client: class extends SmallClient {
      private cameBack = false
      protected override lost(): void {
        if (this.cameBack) super.lost()
        else this.comeBack(300)
        this.cameBack = true
      }
    },
  },
  {
    does: 'takes the close of an older server for the end',
    scenes: ['older-server-cut'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override lost(): void {
        this.end('stop')
      }
    },
  },
  {
    does: 'gives up in time, whatever shows that the server lives',
    scenes: ['long-silence', 'long-saving'],
    breaks: [ENDING],
    Client: class extends SmallClient {
      protected override keepAlive(): void {}
    },
  },
]
