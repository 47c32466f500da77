import type { Mode } from '../../../typings/protocol'

/** The kinds of answers that can be asked for. PROTOCOL §5. */
export const modes = ['solve', 'hint', 'check', 'similar'] as const satisfies readonly Mode[]
