import { Admission } from '../../src/answer/admission'
import type { AnswerError } from '../../src/answer/answer-error'
import type { Place } from '../../src/answer/place'
import { FakeClock, settled } from '../support/fake-clock'

/** A machine that carries more as the test says. */
function house() {
  const load = { room: false, begin: () => undefined, end: () => undefined, admits: () => load.room }
  const limits = { mostRunning: 10, mostRunningPerUser: 3, mostWaiting: 10, longestWait: 60_000 }
  const admission = new Admission(limits, new FakeClock(), load)
  /** Who has had their turn, in order, and how many were said to be before each. */
  const ran: string[] = []
  const ahead = new Map<string, number[]>()
  const enter = (who: string): Place => {
    const place = admission.enter(who)
    const told: number[] = []
    ahead.set(who, told)
    place
      .turn((many) => told.push(many))
      .then(
        () => ran.push(who),
        (error: AnswerError) => ran.push(error.code),
      )
    return place
  }
  return { load, admission, enter, ran, ahead }
}

describe('a place among the answers', () => {
  it('is there at once for one alone, however much else the machine does', async () => {
    const { enter, ran } = house()
    enter('anna')
    await settled()
    expect(ran).toEqual(['anna'])
  })

  it('is given in the order in which they came, also to who comes in the moment in which there is room', async () => {
    const { enter, ran, load, admission } = house()
    enter('anna')
    enter('ben')
    load.room = true
    enter('carl')
    await settled()
    expect(ran).toEqual(['anna'])
    admission.look()
    await settled()
    expect(ran).toEqual(['anna', 'ben', 'carl'])
  })

  it('is not kept for who has left while waiting', async () => {
    const { enter, ran, ahead, load, admission } = house()
    enter('anna')
    const gone = enter('ben')
    enter('carl')
    gone.leave()
    await settled()
    expect(ahead.get('carl')).toEqual([1, 0])
    load.room = true
    admission.look()
    await settled()
    expect(ran.slice(-1)).toEqual(['carl'])
  })
})
