/**
 * The clients' own half of `npm run check:protocols`, run where they are installed: one line a check, `asked N`, and an exit code.
 * `TUTOR_SERVER`, `TUTOR_TOKEN`, `TUTOR_TEXT` and `TUTOR_REASONING` say what it is about.
 */
import { agUiChecks } from './ag-ui'
import { aiSdkChecks } from './ai-sdk'
import type { Check, Setting } from './checks'

/** Milliseconds that one check may take. */
const PATIENCE = 40_000

const { TUTOR_SERVER: server = '', TUTOR_TOKEN: token = '', TUTOR_TEXT: text = '' } = process.env
const { TUTOR_REASONING: reasoning = '' } = process.env

// The AG-UI client tells each lost connection on the console, and lets its reader's rejection go unheard: on Node that ends a process.
console.error = () => undefined
process.on('unhandledRejection', (error) => {
  if (!(error instanceof TypeError) || error.message !== 'terminated') throw error
})

let asked = 0
const setting: Setting = {
  server,
  headers: { authorization: `Bearer ${token}` },
  text,
  reasoning,
  asks: (times = 1) => {
    asked += times
  },
}

/** Whether it holds. */
async function holds([sentence, check]: Check): Promise<boolean> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('it did not come to its end')), PATIENCE).unref()
  })
  try {
    await Promise.race([check(setting), late])
    console.log(`✓ ${sentence}`)
    return true
  } catch (error) {
    console.log(`✗ ${sentence}`)
    console.log(error instanceof Error ? error.stack : error)
    return false
  }
}

// Most of their time they wait for a model that writes slowly.
const held = await Promise.all([...agUiChecks, ...aiSdkChecks].map(holds))
console.log(`asked ${asked}`)
process.exit(held.every(Boolean) ? 0 : 1)
