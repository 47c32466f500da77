/** A bench measures by itself and prints Markdown; `options` is what stands behind its name on the command line. */
type Bench = (options: readonly string[]) => Promise<void> | void

/** The benches by name. Each is loaded when it is asked for, so that none of them warms what another measures. */
const benches: Record<string, { tells: string; load: () => Promise<Bench> }> = {
  render: {
    tells: "the answer's renderer beside its peers, warm",
    load: async () => (await import('./render')).benchRender,
  },
  cold: {
    tells: 'the first answer of a process, with a compiler and without, and the start',
    load: async () => (await import('./cold/cold')).benchCold,
  },
  start: {
    tells: 'the built server and the checkout, from the start to /health',
    load: async () => (await import('./start')).benchStart,
  },
  server: {
    tells: 'the server beside bare loops and socket.io, and what else it does (--quick: in three minutes)',
    load: async () => (await import('./server')).benchServer,
  },
  cluster: {
    tells:
      'two servers on one PostgreSQL and one Redis: what reading at the other one costs, and a takeover (--quick)',
    load: async () => (await import('./cluster')).benchCluster,
  },
  pages: {
    tells:
      'homework pages that are drawn, photographed, read and marked without a model (--check, --lines, --only KIND)',
    load: async () => (await import('./pages')).benchPages,
  },
}

/** `npm run bench -- NAME [OPTIONS…]`. */
async function main(name: string | undefined, options: readonly string[]): Promise<void> {
  const bench = name === undefined ? undefined : benches[name]
  if (bench === undefined) {
    const known = Object.entries(benches).map(([each, { tells }]) => `  ${each.padEnd(8)} ${tells}`)
    console.error(['Which bench? One of:', ...known].join('\n'))
    process.exitCode = 1
    return
  }
  const run = await bench.load()
  await run(options)
}

void main(process.argv[2], process.argv.slice(3))
