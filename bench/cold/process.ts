import { loadingStubs } from '../../scripts/package/stubs'
import { deltasOf } from '../answers'
import { contenders, type Places } from './contenders'
import { firstFormula } from './first-formula'
import { processorTimeOf } from './processor'
import { start } from './start'

/** What one process is for, where its code lies, and the answer that is shown. */
export interface Task {
  what: string
  places: Places
  answer: string
}

/** What a process measures of a contender that shows an answer, in milliseconds and bytes. */
export interface Shown {
  load: number
  processor: number
  calls: number
  bytes: number
}

/** What mp-html, which CloudBase's component ends in, asks of a host while it parses. */
const ASKED_BY_MP_HTML = {
  canIUse: () => true,
  getWindowInfo: () => ({ windowWidth: 375 }),
  getDeviceInfo: () => ({ system: 'iOS 17' }),
}

/** Does one thing as the first thing of a process, and prints what it measured as JSON. */
function main({ what, places, answer }: Task): void {
  const stubs = loadingStubs()
  Object.assign(globalThis, stubs, { wx: { ...Object(stubs.wx), ...ASKED_BY_MP_HTML } })
  if (what === 'start') console.log(JSON.stringify(start(places.compiled)))
  else if (what === 'formula') console.log(JSON.stringify(firstFormula(places.compiled, true)))
  else if (what === 'formula at once') console.log(JSON.stringify(firstFormula(places.compiled, false)))
  else console.log(JSON.stringify(show(what, places, answer)))
}

function show(name: string, places: Places, answer: string): Shown {
  const deltas = deltasOf(answer)
  const calls: number[] = []
  let shows = (): void => undefined
  const load = processorTimeOf(() => {
    const contender = contenders[name]
    if (contender === undefined) throw new Error(`no contender ${name}`)
    const prepared = contender(places)
    shows = () => prepared(deltas, (patch) => void calls.push(Buffer.byteLength(JSON.stringify(patch))))
  })
  const processor = processorTimeOf(shows)
  return { load, processor, calls: calls.length, bytes: calls.reduce((sum, size) => sum + size, 0) }
}

main(JSON.parse(process.argv[2] ?? ''))
