import type {
  Correction,
  CorrectionCounts,
  CorrectionItem,
  Extras,
  Mode,
  Subject,
  Verdict,
} from '../../typings/protocol'
import type { BodyReader } from './body-reader'
import { readBox } from './mistake-bodies'
import { SUBJECTS } from './subject'

const MODES: readonly Mode[] = ['solve', 'hint', 'check', 'similar']
const VERDICTS: readonly Verdict[] = ['right', 'wrong', 'unanswered', 'unclear']

/** How a question was asked; null where it was not said, or a newer server says what this client does not know. */
export function readMode(body: BodyReader): Mode | null {
  return body.oneOfOr<Mode, null>('mode', MODES, null)
}

/** What follows an answer. Never throws: what cannot be read is as if not told. */
export function readExtras(body: BodyReader): Extras {
  return {
    status: body.oneOfOr('status', ['pending', 'ready', 'failed'], 'none'),
    title: body.textOr('title', null),
    subject: body.oneOfOr<Subject, null>('subject', SUBJECTS, null),
    follow_ups: body.texts('follow_ups'),
    correction: body.objectOrNull('correction', readCorrection),
  }
}

/** How many exercises there are of each verdict. */
export function readCounts(body: BodyReader): CorrectionCounts {
  return {
    right: body.countOr('right', 0),
    wrong: body.countOr('wrong', 0),
    unanswered: body.countOr('unanswered', 0),
    unclear: body.countOr('unclear', 0),
  }
}

function readCorrection(body: BodyReader): Correction {
  return { ...readCounts(body), items: body.objects('items', readItem) }
}

/** One without a number cannot be spoken of, and is left out. */
function readItem(body: BodyReader): CorrectionItem {
  return {
    page: body.countOr('page', null),
    no: body.text('no'),
    text: body.textOr('text', ''),
    student_answer: body.textOr('student_answer', null),
    verdict: body.oneOfOr('verdict', VERDICTS, 'unclear'),
    correct_answer: body.textOr('correct_answer', null),
    reason: body.textOr('reason', null),
    points: body.texts('points'),
    box: readBox(body.numbers('box')),
  }
}
