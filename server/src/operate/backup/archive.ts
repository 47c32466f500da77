import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import * as v from 'valibot'
import { errorCode } from '../../errors/error-code'
import { streamToFile } from '../../files/stream-to-file'

/** One file of a backup: its name there, and where its bytes are, on this machine or in a store. */
export type Entry = { name: string } & ({ path: string } | { read: () => Promise<Buffer | undefined> })

/** Its last entry, by which a backup is known to be one, and whole. */
const MANIFEST = 'manifest.json'
const manifestSchema = v.object({ format: v.literal(1), entries: v.number() })

/** What a backup may hold, so that nothing is ever written elsewhere. */
const NAMES = /^(tutor\.db|drafts\.db|jwt-secret|files\/[0-9a-f-]{36})$/

/** The file is no backup, or not the whole of one; `message` is one line. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged'
}

/**
 * Writes a gzipped tar, which any `tar` reads, for its owner alone. An entry whose file is gone by then is left out. Resolves,
 * with the names of those that are in it, when the disk has it.
 */
export async function writeArchive(path: string, entries: readonly Entry[]): Promise<string[]> {
  const archive = pack()
  const written = streamToFile(archive, path, { through: createGzip({ level: 1 }), mode: 0o600 })
  const filled = fill(archive, entries)
  try {
    await Promise.all([written, filled])
    return await filled
  } finally {
    // What could not be filled is removed by the caller, when nothing writes into it any more.
    await Promise.allSettled([written])
  }
}

async function fill(archive: ReturnType<typeof pack>, entries: readonly Entry[]): Promise<string[]> {
  try {
    const names: string[] = []
    for (const entry of entries) {
      if (await add(archive, entry)) names.push(entry.name)
    }
    archive.entry({ name: MANIFEST, mode: 0o600 }, JSON.stringify({ format: 1, entries: names.length }))
    archive.finalize()
    return names
  } catch (error) {
    archive.destroy()
    throw error
  }
}

async function add(archive: ReturnType<typeof pack>, entry: Entry): Promise<boolean> {
  return 'path' in entry ? addFile(archive, entry) : addBytes(archive, entry.name, await entry.read())
}

async function addBytes(
  archive: ReturnType<typeof pack>,
  name: string,
  bytes: Buffer | undefined,
): Promise<boolean> {
  if (bytes === undefined) return false
  await pipeline(Readable.from([bytes]), archive.entry({ name, size: bytes.length, mode: 0o600 }))
  return true
}

async function addFile(
  archive: ReturnType<typeof pack>,
  { name, path }: { name: string; path: string },
): Promise<boolean> {
  const file = await openUnlessGone(path)
  if (file === undefined) return false
  const { size } = await file.stat()
  await pipeline(file.createReadStream(), archive.entry({ name, size, mode: 0o600 }))
  return true
}

async function openUnlessGone(path: string) {
  try {
    return await open(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Writes what an archive holds into a folder, whose `files` is there. Rejects with {@link BackupDamaged} where it is not whole. */
export async function readArchive(path: string, folder: string): Promise<void> {
  await stat(path).catch((cause: unknown) => {
    throw new BackupDamaged(`${path} cannot be read (${errorCode(cause)}): is that the FILE?`, { cause })
  })
  let entries = 0
  let manifest: unknown
  const archive = extract()
  try {
    const read = pipeline(createReadStream(path), createGunzip(), archive)
    // What breaks it is heard of where its entries are read; this is for the end, and for a loop that is left before it.
    read.catch(() => undefined)
    for await (const entry of archive) {
      const { name } = entry.header
      if (name === MANIFEST) manifest = JSON.parse(await text(Readable.from(entry)))
      else if (!NAMES.test(name))
        throw new BackupDamaged(`${path} holds ${JSON.stringify(name)}: it is no backup of this server`)
      else {
        await streamToFile(entry, join(folder, name), { mode: 0o600, flags: 'wx' })
        entries += 1
      }
    }
    await read
  } catch (error) {
    throw isOfDisk(error)
      ? error
      : new BackupDamaged(`${path} is no backup, or is damaged: ${reason(error)}`, { cause: error })
  }
  const told = v.safeParse(manifestSchema, manifest)
  if (!told.success || told.output.entries !== entries) throw new BackupDamaged(`${path} is not whole`)
}

/** A full disk says nothing about the backup. */
function isOfDisk(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
