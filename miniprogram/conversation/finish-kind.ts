import type { FinishReason } from '../../typings/protocol'

/**
 * What a `finish_reason` says about a saved answer. `cut`: it is not known to be whole, whatever the model calls it; `full`: the
 * conversation is too long to be gone on with.
 */
export type FinishKind = 'whole' | 'stopped' | 'length' | 'filtered' | 'full' | 'cut'

/** In small letters: vendors write them in any case. */
const KINDS: ReadonlyMap<string, FinishKind> = new Map([
  ...of('whole', ['stop', 'end_turn', 'eos', 'eos_token', 'stop_sequence', 'normal', 'end']),
  ...of('stopped', ['stopped']),
  ...of('length', ['length', 'max_tokens', 'max_output_tokens', 'max_length']),
  ...of('filtered', [
    'content_filter',
    'content_filtered',
    'sensitive',
    'safety',
    'image_safety',
    'refusal',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
  ]),
  ...of('full', ['model_context_window_exceeded', 'context_length_exceeded']),
])

/** An answer without a reason is one of an older server, which told none. */
export function finishKind(reason: FinishReason | undefined): FinishKind {
  return reason === undefined ? 'whole' : (KINDS.get(reason.toLowerCase()) ?? 'cut')
}

function of(kind: FinishKind, names: readonly string[]): [string, FinishKind][] {
  return names.map((name) => [name, kind])
}
