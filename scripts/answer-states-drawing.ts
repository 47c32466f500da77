import { join } from 'node:path'
import { LEADS_TO } from '../miniprogram/conversation/turn-phase'
import { ANSWER_STATES, type AnswerState } from '../miniprogram/stream/states'
import { TRANSITIONS, type Transition } from '../miniprogram/stream/transitions'

/** Where the drawing is kept. */
export const DRAWING = join(__dirname, '..', 'docs', 'answer-states.md')

const INTRODUCTION = `# The life of an answer in the client

Made from the tables in \`miniprogram/stream/transitions.ts\` and \`miniprogram/conversation/turn-phase.ts\` by
\`npx tsx scripts/draw-answer-states.ts\`; do not edit by hand. A test compares them.

A state says where the answer stands for the student; what was received lies in the record (\`answer-record.ts\`), the
present link in the connection (\`connection.ts\`), the time in the timers (\`answer-timers.ts\`). For each signal the first row
that fits is taken; a signal without a row changes nothing.`

const TURNS = `## Where a turn stands

A turn of the conversation is the question with its answer, photos and retries included, and outlives any one stream. Its phase
is one value (\`turn-phase.ts\`), and what belongs to one phase only stands in that one: how far the server is in those of a stream,
why it failed in \`failed\`, identity, rating and what follows in \`done\` and \`stopped\`. While a stream is at work the phase has that
stream's state, in whatever order the table above gives; \`stopping\` waits for the server's word on a stop, \`unsent\` was stopped
before it was asked. \`turn-changes.ts\` alone writes to turns: what this table has not is logged, and changes nothing. From
\`failed\` it goes on only where the failure may be tried again.`

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
    TURNS,
    '',
    '| phase of a turn | may lead to |',
    '| --- | --- |',
    ...Object.entries(LEADS_TO).map(([phase, next]) => `| ${phase} | ${next.join(', ')} |`),
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
