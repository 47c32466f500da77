import { type Files, HostLacks } from './ports'
import { answered } from './wx-host'

/** The program's own folder on the device. */
export const wxFiles: Files = {
  write(name, bytes) {
    return answered((wx, resolve, fail) => {
      const folder = wx.env?.USER_DATA_PATH
      const files = wx.getFileSystemManager?.()
      if (folder === undefined || files?.writeFile === undefined) return fail(new HostLacks('writeFile'))
      const filePath = `${folder}/${name}`
      files.writeFile({ filePath, data: bytes, success: () => resolve(filePath), fail })
    })
  },
}
