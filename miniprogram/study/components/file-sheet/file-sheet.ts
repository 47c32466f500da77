import { layer } from '../../../components/layers'
import type { Methods } from '../../../components/part'
import { copyText } from '../../../platform/wx-clipboard'
import { fileWays, saveFile, sendFile, writeTextFile } from '../../../platform/wx-documents'
import { failureText } from '../../../platform/wx-host'
import { previewPages } from '../../../platform/wx-pages'
import { showToast } from '../../../platform/wx-toast'
import { fileSheetMessages as words } from '../../messages/file-sheet.zh-CN'

/** A file that is made for a student. */
export interface MadeFile {
  title: string
  text: string
  /** What the chat or the folder shows. */
  name: string
  /** Makes it; what rejects is told to the page as the event `failed`. */
  make(): Promise<string>
  /** The same as pictures of its pages, by their paths; without it they are not offered. */
  pictures?: () => Promise<string[]>
  /** The same as a text to paste; without it copying is not offered. */
  copy?: () => Promise<string>
}

const files = new WeakMap<object, MadeFile>()

/** Says that it failed; who chose no chat or no folder has changed nothing, and knows it. */
function unlessLeft(message: string): (reason: unknown) => void {
  return (reason) => {
    if (!/cancel/i.test(failureText(reason))) showToast(message)
  }
}

/**
 * Hands a file over: into a chat, from where it is printed or kept, or to a PC's folder. WeChat opens no HTML by itself, and
 * hands files over from a tap only, so it is made first and then offered.
 */
const fileSheet = Component({
  behaviors: [layer('visible')],
  data: {
    visible: false,
    title: '',
    text: '',
    path: '',
    canSend: false,
    canSave: false,
    canCopy: false,
    canDraw: false,
    drawing: false,
    words,
  },
  methods: {
    async show(file: MadeFile) {
      const { send, save } = fileWays()
      files.set(this, file)
      this.setData({
        visible: true,
        title: file.title,
        text: file.text,
        path: '',
        canSend: send,
        canSave: save,
        canCopy: file.copy !== undefined,
        canDraw: file.pictures !== undefined,
        drawing: false,
      })
      try {
        const path = await writeTextFile(file.name, await file.make())
        if (files.get(this) === file) this.setData({ path })
      } catch (error) {
        if (files.get(this) !== file) return
        this.setData({ visible: false })
        this.triggerEvent('failed', { error })
      }
    },
    onSend() {
      const file = files.get(this)
      if (file !== undefined) sendFile(this.data.path, file.name).catch(unlessLeft(words.notSent))
    },
    onSave() {
      saveFile(this.data.path).catch(unlessLeft(words.notSaved))
    },
    async onPictures() {
      const file = files.get(this)
      if (file?.pictures === undefined || this.data.drawing) return
      this.setData({ drawing: true })
      try {
        // There a picture is kept, sent on or printed by a long press.
        await previewPages(await file.pictures())
      } catch {
        showToast(words.notDrawn)
      }
      this.setData({ drawing: false })
    },
    async onCopy() {
      try {
        const text = await files.get(this)?.copy?.()
        if (text === undefined) return
        await copyText(text)
        showToast(words.copied)
      } catch {
        showToast(words.notCopied)
      }
    },
    onClose() {
      files.delete(this)
      this.setData({ visible: false })
    },
  },
})

/** What its owner can call of it. */
export type FileSheet = Methods<typeof fileSheet>
