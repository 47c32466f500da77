import { writeFileSync } from 'node:fs'
import { DRAWING, drawAnswerStates } from './answer-states-drawing'

// Run after every change of the table in miniprogram/stream/transitions.ts.
writeFileSync(DRAWING, drawAnswerStates())
