import { benchRender } from './render'

/** The benches by name: `npm run bench -- render`. */
const benches: Record<string, () => Promise<void> | void> = { render: benchRender }

async function main(name: string | undefined): Promise<void> {
  const bench = name === undefined ? undefined : benches[name]
  if (bench) await bench()
  else {
    console.error(`Which bench? One of: ${Object.keys(benches).join(', ')}`)
    process.exitCode = 1
  }
}

void main(process.argv[2])
