/** What is in each box of this name that stands directly in these bytes (ISO 14496-12, 4.2), as far as it is there. */
function* boxesIn(bytes: Buffer, name: string): Generator<Buffer> {
  const wanted = Buffer.from(name, 'latin1').readUInt32BE()
  for (let at = 0; at + 8 <= bytes.length; ) {
    const isLarge = bytes.readUInt32BE(at) === 1 && at + 16 <= bytes.length
    const head = isLarge ? 16 : 8
    const told = isLarge ? Number(bytes.readBigUInt64BE(at + 8)) : bytes.readUInt32BE(at)
    // 0: up to the end.
    const length = told === 0 ? bytes.length - at : told
    if (length < head) return
    if (bytes.readUInt32BE(at + 4) === wanted) yield bytes.subarray(at + head, at + length)
    at += length
  }
}

/** All boxes at the end of this way, such as `moov`, `trak`, one by one: of those of a stranger there may be hundreds of thousands. */
export function* boxesAt(bytes: Buffer, [name, ...further]: readonly string[]): Generator<Buffer> {
  if (name === undefined) yield bytes
  else for (const box of boxesIn(bytes, name)) yield* boxesAt(box, further)
}

/** The first of them. */
export function boxAt(bytes: Buffer, way: readonly string[]): Buffer | undefined {
  const { value } = boxesAt(bytes, way).next()
  return value === undefined ? undefined : value
}

/** A number of 32 bits; 0 where the bytes end before. */
export function numberAt(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0
}

/** One of 64 bits, where `isLong`. */
export function timeAt(bytes: Buffer, at: number, isLong: boolean): number {
  if (!isLong) return numberAt(bytes, at)
  return at + 8 <= bytes.length ? Number(bytes.readBigUInt64BE(at)) : 0
}
