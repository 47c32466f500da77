import { join } from 'node:path'
import { ANSWER_STATES, type AnswerState } from '../miniprogram/stream/states'
import { TRANSITIONS, type Transition } from '../miniprogram/stream/transitions'

/** Where the drawing is kept. */
export const DRAWING = join(__dirname, '..', 'docs', 'answer-states.md')

const INTRODUCTION = `# The life of an answer in the client

Made from the table in \`miniprogram/stream/transitions.ts\` by \`npx tsx scripts/draw-answer-states.ts\`; do not edit by hand.
A test compares the two.

A state says where the answer stands for the student; what was received lies in the record (\`answer-record.ts\`), the
present link in the connection (\`connection.ts\`), the time in the timers (\`answer-timers.ts\`). For each signal the first row
that fits is taken; a signal without a row changes nothing.`

/** The whole document, drawn from the table. */
export function drawAnswerStates(): string {
  return [
    INTRODUCTION,
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> idle',
    ...edges(),
    ...ANSWER_STATES.filter(isFinal).map((state) => `  ${state} --> [*]`),
    '```',
    '',
    'The drawing leaves out what stays in its state; the table has all.',
    '',
    '| from | on | when | to | then |',
    '| --- | --- | --- | --- | --- |',
    ...TRANSITIONS.map(tableRow),
    '',
  ].join('\n')
}

/** One edge for each pair of states, with all the signals that lead from one to the other. */
function edges(): string[] {
  const signals = new Map<string, string[]>()
  for (const { from, on, when, to } of TRANSITIONS) {
    for (const state of from.filter((each) => each !== to)) {
      const edge = `  ${state} --> ${to}`
      const label = when.length === 0 ? on : `${on} [${when.join(' and ')}]`
      signals.set(edge, [...(signals.get(edge) ?? []), label])
    }
  }
  return [...signals].map(([edge, labels]) => `${edge}: ${[...new Set(labels)].join('<br>')}`)
}

function isFinal(state: AnswerState): boolean {
  return !TRANSITIONS.some(({ from, to }) => from.includes(state) && to !== state)
}

function tableRow({ from, on, when, to, effects }: Transition): string {
  return `| ${[from.join(', '), on, when.join(' and '), to, effects.join(', ')].join(' | ')} |`
}
