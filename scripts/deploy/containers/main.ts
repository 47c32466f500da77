/**
 * What scripts/deploy/try-containers.sh runs: the compose files, one after the other. Its arguments are the copy of the repository, the
 * folder that stands in for /etc/letsencrypt, and the compose of this machine. Closes with `N passed, N failed`.
 */
import { tryCluster } from './cluster'
import { tryOneServer } from './one-server'
import { Steps } from './steps'
import { Trial } from './trial'

/** Four seconds, in which an answer can be cut and stopped. */
const SHORT = Array.from({ length: 80 }, (_, index) => `${100 + index}。`)
const SHORT_PAUSE = 50
/** Longer than three servers are made anew; the rest comes at once then. */
const LONG = Array.from({ length: 4000 }, (_, index) => `${1000 + index}。`)
const LONG_PAUSE = 150

async function main([root = '', certificates = '', ...compose]: string[]): Promise<number> {
  const steps = new Steps()
  try {
    const short = await Trial.begin(root, compose, SHORT, SHORT_PAUSE)
    await tryOneServer(short, steps, SHORT.join(''))
    const long = await Trial.begin(root, compose, LONG, LONG_PAUSE)
    await tryCluster(long, steps, LONG.join(''), certificates)
  } catch (error) {
    console.error(error)
  }
  return steps.close()
}

void main(process.argv.slice(2)).then((code) => process.exit(code))
