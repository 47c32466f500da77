/** How vendors say that nothing cut a text. TGI: `eos_token`; Together: `eos`; Baidu: `normal`; some local servers: `end`. */
const FINISHED: ReadonlySet<string> = new Set([
  'stop',
  'end_turn',
  'stop_sequence',
  'eos',
  'eos_token',
  'normal',
  'end',
])

/** Whether a `finish_reason` says that the model came to its end by its own will: thoughts that go on there were cut otherwise. */
export function isFinished(reason: string): boolean {
  return FINISHED.has(reason.toLowerCase())
}
