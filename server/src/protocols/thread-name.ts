import * as v from 'valibot'
import { isOfWholeCharacters } from '../text/whole-characters'

/** Characters of a thread's name; it is a key of the database. */
const LONGEST = 512

/** What a client calls a conversation, in whole characters. PostgreSQL keeps no NUL in a text. */
export const threadName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(LONGEST),
  v.excludes('\0'),
  v.check(isOfWholeCharacters),
)
