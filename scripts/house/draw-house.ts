import { readFileSync, writeFileSync } from 'node:fs'
import { HOUSE, withDrawing } from './house-drawing'

// Run after every change of what imports what.
writeFileSync(HOUSE, withDrawing(readFileSync(HOUSE, 'utf8')))
