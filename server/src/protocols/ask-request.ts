import type { AskParams } from '../../../typings/protocol'
import { AnswerError } from '../answer/answer-error'
import type { AskRequest, EarlierTurn } from '../answer/answer-store'
import { MAX_IMAGES, parseParams } from '../socket/client-message'
import { plainFileUrl } from '../store/file-reference'
import { newId } from '../store/identifiers'
import { type EarlierParts, earlierOf } from './earlier'
import { keepPictures, type PictureParts, refuseFull } from './keep-pictures'
import type { Asked, Said } from './said'

/** What turning a run into a question needs. */
export type AskParts = PictureParts & EarlierParts

/** A run of an open protocol: what it is called there, and what is asked. Only looked at as far as it is new. */
export interface Run {
  requestId: string
  /** The thread's name. */
  thread: string
  /** The last user message. Throws {@link AnswerError} where it cannot be asked. */
  question: () => Asked
  /** The messages before it. */
  before: () => readonly Said[]
  /** `mode` and its like, unchecked. */
  fields?: Record<string, unknown>
  traceparent?: string | undefined
}

/** The run as a question of ours. Its pictures are kept once the rest of it is known to be one. */
export function askRequestOf(userId: string, run: Run, parts: AskParts): AskRequest {
  let earlier: readonly EarlierTurn[] = []
  return {
    requestId: run.requestId,
    params: (judge) =>
      paramsOf(userId, run, parts, async (asked) => {
        await judge(asked)
        earlier = await earlierOf(userId, run, parts)
      }),
    thread: { name: run.thread, earlier: () => [...earlier] },
    traceparent: run.traceparent,
  }
}

/** `known`: it is one, and is paid for from here on. */
async function paramsOf(
  userId: string,
  run: Run,
  parts: PictureParts,
  known: (asked: AskParams) => Promise<void>,
): Promise<AskParams> {
  const { content, pictures } = run.question()
  const checked = (image_urls: string[]) => {
    const images = image_urls.length === 0 ? {} : { image_urls }
    const params = parseParams({ ...run.fields, content, ...images })
    if (params === undefined) throw new AnswerError('BAD_REQUEST')
    return params
  }
  if (pictures.length > MAX_IMAGES) throw new AnswerError('BAD_REQUEST')
  const asked = checked(pictures.map((picture) => ('url' in picture ? picture.url : plainFileUrl(newId()))))
  await refuseFull(userId, pictures, parts)
  await known(asked)
  return checked(await keepPictures(userId, pictures, parts))
}
