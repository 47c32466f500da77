import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** After so many bytes from the server, or right behind a text that comes from it. */
export type Place = number | string

/** A connection of bytes to a server, which is cut where a check wants it. */
export interface CuttingProxy {
  address: string
  /** The next connections are cut at these places, one each; those after them are not. */
  cutAt(...places: Place[]): void
  /** Cuts what is open. */
  cut(): void
  close(): Promise<void>
}

/** Stands before the server at this address, such as `http://127.0.0.1:8000`. */
export async function startCuttingProxy(server: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(server)
  const places: Place[] = []
  const open = new Set<Socket>()
  const proxy = createServer((near) => {
    const place = places.shift()
    const passed: Buffer[] = []
    const far = connect(Number(port), hostname)
    const ends = [near, far]
    const cut = () => {
      for (const end of ends) end.destroy()
    }
    for (const end of ends) {
      open.add(end)
      end.on('error', cut)
      end.on('close', () => {
        open.delete(end)
        cut()
      })
    }
    near.pipe(far, { end: false })
    far.on('data', (bytes) => {
      const before = passed.reduce((sum, { length }) => sum + length, 0)
      passed.push(bytes)
      const end = endIn(Buffer.concat(passed), place)
      // What was passed arrives before the connection is gone.
      if (end === undefined) near.write(bytes)
      else near.write(bytes.subarray(0, Math.max(0, end - before)), cut)
    })
    far.on('end', () => near.end())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port: ownPort } = proxy.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${ownPort}`,
    cutAt: (...next) => {
      places.push(...next)
    },
    cut: () => {
      for (const end of open) end.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        for (const end of open) end.destroy()
        proxy.close(() => resolve())
      }),
  }
}

/** How many of these bytes come before the place; `undefined` where it is not among them. */
function endIn(bytes: Buffer, place: Place | undefined): number | undefined {
  if (place === undefined) return undefined
  if (typeof place === 'number') return bytes.length < place ? undefined : place
  const at = bytes.indexOf(place)
  return at < 0 ? undefined : at + Buffer.byteLength(place)
}
