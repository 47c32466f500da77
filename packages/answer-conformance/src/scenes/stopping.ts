import { contentFinished, done, textUpTo } from './answer'
import type { Scene } from './scene'

/** Somebody stops the answer. */
export const stopping: readonly Scene[] = [
  {
    name: 'stop',
    does: 'The answer is stopped while it is written: what was written is kept.',
    act: 'stop at the first words',
    links: [1, 1],
    endings: ['stopped'],
    async play(stage) {
      stage.accept()
      await stage.write(4)
      await Promise.race([stage.stopped, stage.gone])
      await stage.writeOne(contentFinished(5, textUpTo(4), 'stopped'), done(6, 'stopped'))
      await stage.close()
    },
  },
  {
    name: 'stop-without-a-link',
    does: 'The link is lost and no other is let in: the stop comes as a call, POST …/learning/stop.',
    act: 'stop when the link is lost',
    links: [1, 6],
    endings: ['stopped'],
    opens: (number) => number === 0,
    play: (stage) => (stage.number === 0 ? stage.loseAfter(5) : stage.fallSilent()),
  },
]
