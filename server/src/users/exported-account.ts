import type { Account } from '../../../typings/account'
import type { FileAddresses } from '../files/file-address'
import { mistakeItem } from '../mistakes/mistake-item'
import type { StoredAccount } from '../store/account-export'
import { present } from '../store/identifiers'
import type { MistakeEntry } from '../store/mistake-entry'
import { parseParams } from '../store/stored-answer'
import { extrasOf } from '../store/stored-extras'

/** Everything that the server has of a student, as the student gets it: pages by their addresses. docs/protocol.md, "Plain calls". */
export function exportedAccount(
  user: Account,
  { stored, mistakes }: { stored: StoredAccount; mistakes: readonly MistakeEntry[] },
  addresses: Pick<FileAddresses, 'sign'>,
) {
  const pages = new Map<string, string[]>()
  for (const { question_id, file_id } of stored.pages) {
    pages.set(question_id, [...(pages.get(question_id) ?? []), addresses.sign(file_id)])
  }
  return {
    user,
    sessions: stored.sessions.map(({ said_before, ...session }) => ({
      ...session,
      said_before: said_before === null ? [] : JSON.parse(said_before),
      threads: stored.threads.filter(({ session_id }) => session_id === session.id).map(({ name }) => name),
    })),
    questions: stored.questions.map(({ id, params, partial_content, partial_reasoning, ...question }) => ({
      question_id: id,
      ...question,
      subject: parseParams(params).subject ?? null,
      image_urls: pages.get(id) ?? [],
      // What was written of an answer that is not saved.
      ...(partial_content === '' ? {} : { partial_content }),
      ...(partial_reasoning === '' ? {} : { partial_reasoning }),
    })),
    answers: stored.answers.map(exportedAnswer),
    mistakes: mistakes.map((entry) => mistakeItem(entry, { addresses, now: new Date(present()) })),
    reviews: stored.reviews,
    feedback: stored.feedback,
    files: stored.files.map(({ id, ...file }) => ({ id, url: addresses.sign(id), ...file })),
  }
}

function exportedAnswer(row: StoredAccount['answers'][number]) {
  const { prompt_tokens, completion_tokens, total_tokens } = row
  return {
    answer_id: row.id,
    question_id: row.question_id,
    content: row.content,
    reasoning: row.reasoning === '' ? null : row.reasoning,
    finish_reason: row.finish_reason,
    usage: { prompt_tokens, completion_tokens, total_tokens },
    model: row.model,
    created_at: row.created_at,
    extras: extrasOf(row),
  }
}
