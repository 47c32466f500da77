import { HostLacks } from './ports'
import { answered, optional } from './wx-host'
import { deviceInfo } from './wx-system'

/** Writes a text as a file of the program's own, and gives its path. Rejects with `HostFailure`. */
export function writeTextFile(name: string, data: string): Promise<string> {
  return answered((wx, resolve, fail) => {
    const folder = wx.env?.USER_DATA_PATH
    const files = wx.getFileSystemManager?.()
    if (folder === undefined || files?.writeFile === undefined) return fail(new HostLacks('writeFile'))
    const filePath = `${folder}/${name}`
    files.writeFile({ filePath, data, encoding: 'utf8', success: () => resolve(filePath), fail })
  })
}

/** Whether the host can hand a file to a chat (base library 2.16.1), and to a PC's own folders (2.21.0, on PCs only). */
export function fileWays(): { send: boolean; save: boolean } {
  return {
    send: optional((wx) => typeof wx.shareFileMessage === 'function') === true,
    save:
      optional(
        (wx) =>
          typeof wx.saveFileToDisk === 'function' &&
          /^(?:windows|mac|devtools)$/.test(deviceInfo()?.platform ?? ''),
      ) === true,
  }
}

/** Lets the student choose a chat that gets the file; only from a tap. Rejects with `HostFailure`, also where none was chosen. */
export function sendFile(filePath: string, fileName: string): Promise<void> {
  return answered((wx, resolve, fail) => {
    if (wx.shareFileMessage === undefined) return fail(new HostLacks('shareFileMessage'))
    wx.shareFileMessage({ filePath, fileName, success: () => resolve(), fail })
  })
}

/** Lets the student choose where on a PC the file goes. Rejects with `HostFailure`, also where no place was chosen. */
export function saveFile(filePath: string): Promise<void> {
  return answered((wx, resolve, fail) => {
    if (wx.saveFileToDisk === undefined) return fail(new HostLacks('saveFileToDisk'))
    wx.saveFileToDisk({ filePath, success: () => resolve(), fail })
  })
}
