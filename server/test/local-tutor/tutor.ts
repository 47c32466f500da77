import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { LocalTutor } from '../../src/model/local-tutor'
import type { ModelEvent, ModelImage, ModelRequest } from '../../src/model/model'

const MIMES: Record<string, ModelImage['mime']> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
}

/** A page of `fixtures/pages` as the tutor is handed it. */
export function page(name: string): ModelImage {
  const mime = MIMES[path.extname(name)]
  if (mime === undefined) throw new Error(`no image type for ${name}`)
  return { mime, bytes: readFileSync(path.join(__dirname, '..', 'fixtures', 'pages', name)) }
}

export interface Told {
  events: ModelEvent[]
  text: string
}

/** Asks and listens to the end. */
export async function ask(tutor: LocalTutor, request: Partial<ModelRequest>): Promise<Told> {
  const events: ModelEvent[] = []
  const full = { question: '', images: [], history: [], signal: new AbortController().signal, ...request }
  for await (const event of tutor.answer(full)) events.push(event)
  const text = events.map((event) => (event.type === 'content' ? event.delta : '')).join('')
  return { events, text }
}
