import { element } from '../browser'
import { asynchronous, requiredText, text, WxFailure } from './call'

/** Where a program may write. */
export const USER_DATA_PATH = 'wxfile://usr'

/** What it wrote, by path. */
const files = new Map<string, string | ArrayBuffer>()

/** The file at a path of the program's own, if it wrote one. */
export function programFile(path: string): Blob | undefined {
  const written = files.get(path)
  return written === undefined ? undefined : new Blob([written])
}

/** A file that the program wrote becomes a download. */
function download(path: string, name: string): void {
  const file = programFile(path)
  if (file === undefined) throw new WxFailure(`no such file or directory, open "${path}"`)
  const link = element('a', { attributes: { href: URL.createObjectURL(file), download: name } })
  link.click()
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The part of the file system that a program writes to. */
export const writing = {
  writeFile: asynchronous('writeFile', (options) => {
    const path = requiredText(options, 'filePath')
    if (!path.startsWith(`${USER_DATA_PATH}/`)) throw new WxFailure(`permission denied, open "${path}"`)
    const { data } = options
    files.set(path, data instanceof ArrayBuffer ? data : (text(options, 'data') ?? ''))
  }),
  readdirSync: (folder: string): string[] =>
    [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map(nameOf),
  unlinkSync: (path: string): void => {
    if (!files.delete(path)) throw new Error(`unlinkSync:fail no such file or directory "${path}"`)
  },
}

/** Files handed to a chat or to a PC's folder: here both are downloads. */
export const documentApi = {
  shareFileMessage: asynchronous('shareFileMessage', (options) => {
    const path = requiredText(options, 'filePath')
    download(path, text(options, 'fileName') ?? nameOf(path))
  }),
  saveFileToDisk: asynchronous('saveFileToDisk', (options) => {
    const path = requiredText(options, 'filePath')
    download(path, nameOf(path))
  }),
}
