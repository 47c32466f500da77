import { isDeepStrictEqual } from 'node:util'
import { type Outcome, outcomeOf, printable } from '../outcome'
import { hold, NotTried } from '../promise'
import { secretsIn } from '../secrets'
import { Reading } from './reading'
import type { LinkRecord, Run } from './record'
import type { Pause, Scene } from './scene'

/** What a client had in the end: as only it can tell. */
export interface Shown {
  text: string
  /** A finish reason, or the code of the error with which it ended. */
  ended: string
}

/** All that is judged. */
interface Evidence {
  scene: Scene
  run: Run
  /** Links on which something was said. */
  spoken: readonly LinkRecord[]
  shown: Shown | undefined
}

/** Milliseconds that a link may be open beside the next one: it is being closed. */
const CLOSING = 2000

const ANY_TIME: Pause = [0, Number.POSITIVE_INFINITY]

/** What a client has to do in every scene. Each throws where it did not. */
const RULES: readonly [sentence: string, holds: (evidence: Evidence) => void][] = [
  ['the first message of each link has its form', holdForms],
  ['all links are of one request_id', holdOneRequest],
  ['a token that was refused is not shown again', holdTokens],
  ['until accepted it asks the same, then it resumes after the last number that it has', holdComingBack],
  ['it comes back as often as it must, and no more', holdCount],
  ['it comes back when it should', holdPause],
  ['it has one link at a time, and leaves none open', holdOneLink],
  ['a stop is told', holdStop],
  ['it has the text, and no other', holdText],
  ['it takes the end for what it is', holdEnding],
]

/** How a client did in a scene. */
export function judge(scene: Scene, run: Run, shown: Shown | undefined): Outcome[] {
  const spoken = run.links.filter(({ first }) => first !== undefined)
  const evidence = { scene, run, spoken, shown }
  const secrets = secretsIn([run.links.map(({ first, said }) => [first, said]), run.stopCalls])
  return RULES.map(([sentence, holds]) =>
    printable(
      outcomeOf(sentence, () => holds(evidence)),
      secrets,
    ),
  )
}

function holdForms({ spoken, run }: Evidence): void {
  if (run.links.every(({ refused }) => refused)) throw new NotTried('no link was let in')
  hold('a link is opened', spoken.length > 0)
  for (const { first, over } of spoken) {
    const { type, token, params, after_seq: after } = first ?? { type: 'nothing' }
    hold('it has a token', over === 'event stream' || (typeof token === 'string' && token !== ''), first)
    if (type === 'resume') {
      hold('after_seq is a number from 0 on', Number.isInteger(after) && Number(after) >= 0, after)
      continue
    }
    hold('it is an ask or a resume', type === 'ask' || type === '', type)
    const { content, image_urls: images } = Object(params)
    hold('params have content', typeof content === 'string', params)
    hold(
      'there is something to answer',
      content !== '' || (Array.isArray(images) && images.length > 0),
      params,
    )
  }
}

function holdOneRequest({ spoken }: Evidence): void {
  const ids = new Set(spoken.map(({ first }) => first?.request_id))
  hold('it is named', spoken.length === 1 || !ids.has(undefined))
  hold('it is one', ids.size <= 1, [...ids])
}

function holdTokens({ spoken }: Evidence): void {
  // That of an event stream may stand in a header.
  const named = spoken.filter(({ first }) => first?.token !== undefined)
  const refused = named.filter(({ told }) => told.some(({ frame }) => frame.code === 'AUTH_EXPIRED'))
  if (refused.length === 0) throw new NotTried('none was refused')
  for (const { first } of refused) {
    const shown = named.filter((link) => link.first?.token === first?.token)
    hold('it is shown once', shown.length === 1, shown.length)
  }
}

function holdComingBack({ spoken }: Evidence): void {
  if (spoken.length < 2) throw new NotTried('there was one link')
  for (const [index, link] of spoken.entries()) {
    const before = spoken.slice(0, index)
    const { accepted, seq } = Reading.of(before)
    if (!accepted) {
      hold(`link ${index + 1} asks`, link.after === undefined || link.after === 0, link.first)
      const same = isDeepStrictEqual(link.first?.params, spoken[0]?.first?.params)
      hold(`link ${index + 1} asks the same`, same, link.first?.params)
      continue
    }
    const least = Reading.of(before, true).seq
    const { after = -1 } = link
    hold(`link ${index + 1} resumes after ${seq}`, after >= least && after <= seq, link.after ?? link.first)
  }
}

function holdCount({ scene, run }: Evidence): void {
  const [fewest, most] = scene.links
  const count = run.links.length
  hold(`it opens ${fewest === most ? most : `${fewest} to ${most}`}`, count >= fewest && count <= most, count)
}

function holdPause({ scene: { pauses = [] }, run: { links } }: Evidence): void {
  if (pauses.length === 0) throw new NotTried('any time will do')
  for (const [index, { openedAt }] of links.slice(1).entries()) {
    const [least, most] = pauses[Math.min(index, pauses.length - 1)] ?? ANY_TIME
    const waited = Math.round(openedAt - lastHeard(links[index], openedAt))
    hold(
      `it waits ${least} to ${most} ms before link ${index + 2}`,
      waited >= least && waited <= most,
      waited,
    )
  }
}

/** An error says that the link will not last; of one that only looks open the last frame is what was heard. */
function lastHeard(link: LinkRecord | undefined, otherwise: number): number {
  const last = link?.told.at(-1)
  if (last?.frame.type === 'error') return last.at
  return link?.leftAt ?? last?.at ?? link?.endedAt ?? otherwise
}

function holdOneLink({ run: { links } }: Evidence): void {
  for (const [index, { endedAt = Number.POSITIVE_INFINITY }] of links.entries()) {
    const next = links[index + 1]?.openedAt
    if (next === undefined) hold('the last link is closed', Number.isFinite(endedAt))
    else hold(`link ${index + 1} is closed before the next one`, endedAt < next + CLOSING)
  }
}

function holdStop({ scene: { act }, run, spoken }: Evidence): void {
  if (act === undefined) throw new NotTried('nobody stops')
  const said = run.links.flatMap((link) => link.said).filter(({ type }) => type === 'stop')
  const requests = run.stopCalls.map((each) => Object(each).request_id)
  hold('it is said on a link, or by a call', said.length + requests.length > 0)
  hold(
    'the call names the request',
    requests.every((id) => id === spoken[0]?.first?.request_id),
    requests,
  )
}

function holdText({ scene, run, shown }: Evidence): void {
  if (shown === undefined) throw new NotTried('the client did not say what it shows')
  const { text } = Reading.of(run.links)
  // What was shown when a person stopped is what stays.
  const isPart = scene.act === 'stop at the first words'
  const fits = isPart ? shown.text !== '' && text.startsWith(shown.text) : shown.text === text
  hold(`it shows ${isPart ? 'the beginning of ' : ''}${excerpt(text)}`, fits, excerpt(shown.text))
}

function holdEnding({ scene, run, shown }: Evidence): void {
  if (shown === undefined) throw new NotTried('the client did not say how it ended')
  const endings = scene.endings ?? endingsAfter(run)
  hold(
    `it ends with ${endings.join(' or ') || 'what has not come yet'}`,
    endings.includes(shown.ended),
    shown.ended,
  )
}

/** How an answer may end after all that was told. One that has not ended is left by nobody. */
function endingsAfter({ links }: Run): string[] {
  const { ending, refusal } = Reading.of(links)
  const isUnreached = links.every(({ refused }) => refused)
  const known = ending ?? refusal ?? (isUnreached ? 'WS_CONNECT_ERROR' : undefined)
  return known === undefined ? [] : [known]
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 30)}…${text.slice(-30)} (${text.length})` : text
}
