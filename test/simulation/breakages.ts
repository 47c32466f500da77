/** A rule that is broken on purpose, by one change of a source, and the name of what it broke. */
export interface Breakage {
  name: string
  /** From the repository's root. */
  file: string
  /** Stands there once. */
  from: string
  to: string
}

const ANSWER = 'server/src/answer'
const REDIS = 'server/src/redis'

/** What several servers promise together, each broken in turn: `npm run simulate:broken` sees that the simulation notices. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'the frame log takes frames of an old fence',
    file: 'server/test/support/memory-redis.ts',
    from: 'top.fence > Number(fence) || (first !== undefined && !isAfter(first, top))',
    to: 'first !== undefined && first.fence === top.fence && first.place <= top.place',
  },
  {
    name: 'the frame log takes a frame twice',
    file: 'server/test/support/memory-redis.ts',
    from: '(first !== undefined && !isAfter(first, top))',
    to: 'false',
  },
  {
    name: 'the database takes what has an old fence',
    file: 'server/test/support/memory-store.ts',
    from: 'return this.get(questionId).fence !== fence',
    to: 'return this.get(questionId).fence < fence',
  },
  {
    name: 'a lease is taken before it ended',
    file: 'test/simulation/leased-store.ts',
    from: 'const LEASE = 12_000',
    to: 'const LEASE = 6_000',
  },
  {
    name: 'an answer is taken up whose owner lives',
    file: 'server/test/support/memory-store.ts',
    from: "answer.status === 'generating' && !this.isOthers(questionId)",
    to: "answer.status === 'generating'",
  },
  {
    name: 'a server whose lease ran out keeps its answers',
    file: 'server/src/operate/shared-life.ts',
    from: 'if (!this.letGo && !this.isLiving) this.loseAnswers()',
    to: '',
  },
  {
    name: 'a server whose lease ran out takes answers',
    file: `${ANSWER}/answer-ownership.ts`,
    from: 'return !this.ended && this.mayOwn()',
    to: 'return !this.ended',
  },
  {
    name: 'a takeover starts the model twice',
    file: `${ANSWER}/answer-runner.ts`,
    from: 'this.start(entry, true, work, place)\n  }',
    to: 'this.start(entry, true, work, place)\n    this.start(entry, true, work, place)\n  }',
  },
  {
    name: 'a takeover begins the text anew',
    file: `${ANSWER}/generation.ts`,
    from: "if (answer.log.content !== '') request.continueFrom = answer.log.content",
    to: '',
  },
  {
    name: 'nobody takes up what was left',
    file: `${ANSWER}/answer-ownership.ts`,
    from: 'await Promise.all(unfinished.map((stored) => this.recoverOne(stored)))',
    to: '',
  },
  {
    name: 'a cut answer is saved as whole',
    file: `${ANSWER}/keep-answer.ts`,
    from: 'if (answer.isLetGo) throw new Overtaken(answer.questionId)',
    to: '',
  },
  {
    name: 'frames that Redis did not take are not said again',
    file: `${REDIS}/telling.ts`,
    from: "if (sent === undefined || result instanceof Error) return 'goes on'",
    to: "if (sent === undefined) return 'goes on'\n    if (result instanceof Error) {\n      this.told = sent.last\n      return 'goes on'\n    }",
  },
  {
    name: 'a Redis that forgot is not told again',
    file: `${REDIS}/telling.ts`,
    from: "if (result === 'lost') {\n      this.told = 0",
    to: "if (result === 'lost') {",
  },
  {
    name: 'a reader elsewhere begins one frame too late',
    file: `${REDIS}/frame-reading.ts`,
    from: 'this.heard = { fence: 0, seq: afterSeq }',
    to: 'this.heard = { fence: 0, seq: afterSeq + 1 }',
  },
  {
    name: 'the numbers of a new owner do not leap',
    file: 'test/simulation/cluster.ts',
    from: 'const TAKE_UP_LEAP = 1000',
    to: 'const TAKE_UP_LEAP = 0',
  },
  {
    name: 'a text is sent before it is kept',
    file: `${ANSWER}/draft-journal.ts`,
    from: 'await this.keep(',
    to: 'void this.keep(',
  },
  {
    name: 'a stop at another server is not passed on',
    file: `${REDIS}/redis-answers.ts`,
    from: "return this.calls.anyDid({ ask: 'stop', userId, requestId }, PATIENCE_OF_A_STOP)",
    to: 'return Promise.resolve(true)',
  },
]
