import * as v from 'valibot'
import { type Counted, countedSchema } from './counts'

/** What the processes of one machine say to each other; their parent passes it on without looking into it. */
export interface Channel {
  /** The others that serve now. */
  readonly siblings: readonly number[]
  send(to: number, body: object): void
  /** Called with what a sibling says, from now on. */
  onMessage(listener: (from: number, body: unknown) => void): void
  /** Called when a sibling is gone, whatever it was asked. */
  onGone(listener: (sibling: number) => void): void
  /** What all of them have counted since their parent began, this one and those that died as well. */
  countedByAll(): Promise<Counted[][]>
  /** Called when this one is to tell what it has counted. */
  onCount(listener: (tell: (metrics: Counted[]) => void) => void): void
}

/** What a worker says to its parent. */
export const fromWorkerSchema = v.variant('type', [
  v.object({ type: v.literal('ready'), address: v.string(), owner: v.string() }),
  v.object({ type: v.literal('to-sibling'), to: v.number(), body: v.unknown() }),
  /** It wants to know what all have counted. */
  v.object({ type: v.literal('ask-counts'), call: v.number() }),
  v.object({ type: v.literal('counted'), round: v.number(), metrics: v.array(countedSchema) }),
])
/** One of these. */
export type FromWorker = v.InferOutput<typeof fromWorkerSchema>

/** What a parent says to its workers. */
export const fromParentSchema = v.variant('type', [
  v.object({ type: v.literal('siblings'), all: v.array(v.number()) }),
  v.object({ type: v.literal('from-sibling'), from: v.number(), body: v.unknown() }),
  /** These runs of a server are over: what they left is taken up. */
  v.object({ type: v.literal('over'), owners: v.array(v.string()) }),
  v.object({ type: v.literal('count'), round: v.number() }),
  v.object({ type: v.literal('counts'), call: v.number(), all: v.array(v.array(countedSchema)) }),
  v.object({ type: v.literal('end'), reason: v.exactOptional(v.string()) }),
])
/** One of these. */
export type FromParent = v.InferOutput<typeof fromParentSchema>
