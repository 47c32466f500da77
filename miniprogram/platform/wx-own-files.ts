import { optional } from './wx-host'

/** Removes every file that the program wrote. */
export function removeOwnFiles(): void {
  optional((wx) => {
    const folder = wx.env?.USER_DATA_PATH
    const files = wx.getFileSystemManager?.()
    if (folder === undefined || files === undefined) return
    for (const name of files.readdirSync(folder)) {
      // A folder of the host's own stays.
      optional(() => files.unlinkSync(`${folder}/${name}`))
    }
  })
}
