import { cpus } from 'node:os'
import { table } from '../measure'
import { Child, plain } from './children'
import { compareStreaming } from './compare'
import { ourMain, startOurs, startPeers } from './contender'
import { numberIn } from './fields'
import { readOptions } from './options'
import { fetchPackages } from './packages'
import {
  calls,
  callsBesideStreams,
  growth,
  idleAnswers,
  overload,
  resumes,
  writeLongAnswer,
} from './single-costs'

/** Prints the report of the server as Markdown. */
export async function benchServer(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  const { rounds, streams, seconds } = options
  const { child: source, ready } = await Child.start(plain(`${__dirname}/source.ts`))
  const baseUrl = `http://127.0.0.1:${numberIn(ready, 'port')}/v1`
  const [cpu] = cpus()
  console.log(`Node ${process.versions.node}, ${cpu?.model ?? 'unknown processor'}; ours: ${ourMain()}`)
  console.log(
    `${streams} answers × 30 deltas of 4 Chinese characters a second, ${seconds} s a round, medians of ${rounds} rounds (lowest–highest), the contenders in turn.\n`,
  )
  const ours = await startOurs('ours, joined frames', baseUrl)
  const single = await startOurs('ours, a frame a delta', baseUrl, { JOIN_INTERVAL_MS: '10' })
  const peers = options.alone ? [] : await startPeers(baseUrl, fetchPackages())
  const written = writeLongAnswer(ours, options)
  console.log(`${await compareStreaming([ours, single, ...peers], source, options)}\n`)
  for (const { end } of [single, ...peers]) end()
  if (!options.streamingOnly) {
    await written
    const rows = [
      ...(await resumes(ours, options)),
      ...(await calls(ours, options)),
      ...(await callsBesideStreams(ours, source, options)),
      ...(await growth(ours, source, options)),
      ...(await overload(ours, source, options)),
      ...(await idleAnswers(ours, source, options)),
    ]
    console.log(table([['ours', ''], ...rows]))
  }
  ours.end()
  source.end()
}
