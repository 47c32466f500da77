import type { Mode } from '../../../typings/protocol'

/** The kinds of answers that can be asked for. docs/protocol.md, "Kinds of answers". */
export const modes = ['solve', 'hint', 'check', 'similar'] as const satisfies readonly Mode[]
