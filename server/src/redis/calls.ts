import * as v from 'valibot'
import { throwRefusal } from '../answer/calls-to-others'
import { type Clock, within } from '../time/clock'
import { away } from './away'
import { type Call, type Question, type Reply, toServerSchema } from './call-messages'
import { CALLS, serverChannel } from './names'
import type { SharedFrames } from './redis-link'

/** Asks all other servers at once: whichever of them has an answer, whoever the database names, is the one that replies. */
export class Calls {
  private last = 0
  private readonly waiting = new Map<number, (reply: Reply) => void>()

  /** `superseded`: a reader of this server has lost its seat. */
  constructor(
    private readonly link: Pick<SharedFrames, 'hear' | 'publish'>,
    private readonly server: string,
    private readonly clock: Clock,
    private readonly superseded: (seat: string) => void,
  ) {
    link.hear(serverChannel(server), (message) => this.receive(message))
  }

  /**
   * False where nobody did it: none has what is asked for, or none says so within `patience` milliseconds. Rejects with
   * `AnswerError` where that one refuses, with `SHUTTING_DOWN` where Redis is away. `everybody`: waits for all of them.
   */
  async anyDid(question: Question, patience: number, everybody = false): Promise<boolean> {
    this.last += 1
    const call = this.last
    const replies: Reply[] = []
    let awaited = Number.POSITIVE_INFINITY
    let finish = (): void => undefined
    const over = new Promise<void>((resolve) => {
      finish = resolve
    })
    const look = () => {
      if (replies.length >= awaited || (!everybody && replies.some(({ reply }) => reply !== 'none'))) finish()
    }
    this.waiting.set(call, (reply) => {
      replies.push(reply)
      look()
    })
    try {
      const message: Call = { call, from: this.server, question }
      // This one hears it, too.
      awaited = (await this.link.publish(CALLS, message).catch(away)) - 1
      look()
      await within(this.clock, patience, over)
    } finally {
      this.waiting.delete(call)
    }
    for (const reply of replies) throwRefusal(reply)
    return replies.some(({ reply }) => reply === 'done')
  }

  private receive(message: string): void {
    const told = v.safeParse(toServerSchema, JSON.parse(message))
    if (!told.success) return
    if ('superseded' in told.output) this.superseded(told.output.superseded)
    else this.waiting.get(told.output.call)?.(told.output.answer)
  }
}
