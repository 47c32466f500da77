import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(__dirname, '..', 'test', 'render', 'fixtures')

/** Characters that a model writes at once, and how often. */
export const DELTA = 4
export const DELTAS_PER_SECOND = 30

/** An answer of that many characters: the answers of all school subjects, one after the other, again and again. */
export function answerOf(length: number): string {
  const all = readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n\n')
  return all.repeat(Math.ceil(length / all.length)).slice(0, length)
}

/** The text as the deltas in which a model sends it. */
export function deltasOf(text: string): string[] {
  const characters = Array.from(text)
  const deltas: string[] = []
  for (let from = 0; from < characters.length; from += DELTA) {
    deltas.push(characters.slice(from, from + DELTA).join(''))
  }
  return deltas
}
