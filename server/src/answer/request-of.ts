import type { AskParams } from '../../../typings/protocol'
import type { ModelRequest, Task } from '../model/model'
import type { Circumstances } from './answer-store'
import type { QuestionPages } from './question-pages'

/** What a model is asked for this question. */
export function requestOf(
  { content: question, subject, mode }: AskParams,
  { grade, level, exercise }: Circumstances,
  { images, history, exercise: pages }: QuestionPages,
  signal: AbortSignal,
): ModelRequest {
  const request: ModelRequest = { question, images, history, signal }
  if (subject !== undefined) request.subject = subject
  if (grade !== null) request.grade = grade
  if (mode !== undefined) request.task = taskOf(mode, level)
  if (exercise !== undefined) {
    const { imageUrls, ...known } = exercise
    request.exercise = { ...known, images: pages }
  }
  return request
}

function taskOf(mode: NonNullable<AskParams['mode']>, level: Circumstances['level'] = 1): Task {
  return mode === 'hint' ? { mode, level } : { mode }
}
