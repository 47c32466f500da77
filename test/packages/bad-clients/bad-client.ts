import type { SmallClient } from '../small-client'

/** A client with one bad habit. */
export interface BadClient {
  /** What it does, in words. */
  readonly does: string
  /** The scenes that have to notice. */
  readonly scenes: readonly string[]
  /** What it breaks there, and nothing else. */
  readonly breaks: readonly string[]
  readonly Client: typeof SmallClient
}

/** What is judged of a client, in the order in which it is. */
export const FORM = 'the first message of each link has its form'
export const ONE_REQUEST = 'all links are of one request_id'
export const TOKEN = 'a token that was refused is not shown again'
export const COMING_BACK =
  'until accepted it asks the same, then it resumes after the last number that it has'
export const COUNT = 'it comes back as often as it must, and no more'
export const PAUSE = 'it comes back when it should'
export const ONE_LINK = 'it has one link at a time, and leaves none open'
export const STOP = 'a stop is told'
export const TEXT = 'it has the text, and no other'
export const ENDING = 'it takes the end for what it is'
