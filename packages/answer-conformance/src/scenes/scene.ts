import type { Stage } from './stage'

/** One way in which an answer can go, played to any client as often as it asks. */
export interface Scene {
  readonly name: string
  /** What the server does, in words. */
  readonly does: string
  /** What the client is to do besides asking. */
  readonly act?: Act
  /** How many links a client that keeps the protocol opens, refused ones too. */
  readonly links: readonly [fewest: number, most: number]
  /** Milliseconds from the last that was heard on a link until the next one is opened: of each coming back; the last is for all others too. */
  readonly pauses?: readonly Pause[]
  /** How the answer may end, where that does not follow from what was told: finish reasons and codes. */
  readonly endings?: readonly string[]
  /** Takes that long, seconds; without it some seconds. */
  readonly seconds?: number
  /** Whether a socket is let in; without it each is. `number` counts the links of one answer from 0. */
  opens?(number: number): boolean
  /** What is played on a link whose first message has come. */
  play(stage: Stage): Promise<void>
}

/** A span of milliseconds. */
export type Pause = readonly [least: number, most: number]

/** What a person does, which no server can. */
export type Act = 'stop at the first words' | 'stop when the link is lost'
