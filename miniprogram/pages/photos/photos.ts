import { asksConsent } from '../../components/consent'
import type { Told } from '../../components/event-data'
import { layerClosed, layerOpened } from '../../components/layers'
import { putOnLook, takeOffLook } from '../../components/look'
import { measured } from '../../components/measured'
import { part } from '../../components/part'
import { tellFailure } from '../../components/refused'
import { sayOn } from '../../components/toast'
import { isOnDevice } from '../../conversation/photo-uploads'
import { findingNote, type PhotoView, photoViews } from '../../conversation/photo-words'
import { messages } from '../../messages/zh-CN'
import { wxLogger } from '../../platform/wx-logger'
import { returnTo } from '../../platform/wx-pages'
import { choosePhotos } from '../../platform/wx-photos'
import { wxPictures } from '../../platform/wx-pictures'
import { topArea, USUAL_TOP } from '../../platform/wx-window'
import { ROUTES } from '../../routes'
import { program } from '../../running-program'
import type { CropFrame } from './crop-frame/crop-frame'
import { fitted } from './fitted'
import { editPhoto } from './host-editor'
import { createPhotoEditor, type PhotoEditor } from './photo-editor'

interface Viewer {
  readonly editor: PhotoEditor
  /** Pixels of the picture that is shown. */
  picture: { width: number; height: number } | undefined
  readonly unsubscribe: () => void
}
const viewers = new WeakMap<object, Viewer>()

/** The pages of the question that is being written, one after the other: turned, cut, taken again, put in order. */
Component({
  data: {
    look: '',
    ...USUAL_TOP,
    source: '',
    current: '',
    title: '',
    photos: [] as PhotoView[],
    note: '',
    action: '',
    changed: false,
    cropping: false,
    /** Where the picture is seen, in pixels of the stage. */
    seen: { left: 0, top: 0, width: 1, height: 1 },
    words: messages.photos,
  },
  methods: {
    onLoad({ id }: { id?: string }) {
      this.setData(topArea())
      const { conversation, appearance } = program()
      // Around a photo the host stays dark.
      putOnLook(this, appearance, false)
      const editor = createPhotoEditor(conversation.tray, wxPictures, () => this.refresh())
      const unsubscribe = conversation.subscribe(({ type }) => {
        if (type === 'photos') this.refresh()
      })
      viewers.set(this, { editor, picture: undefined, unsubscribe })
      layerOpened(this, () => this.leave())
      editor.show(id ?? '')
    },
    onShow() {
      asksConsent(this)
    },
    onUnload() {
      takeOffLook(this)
      const viewer = viewers.get(this)
      viewer?.unsubscribe()
      viewers.delete(this)
      layerClosed(this)
      // What was edited goes up as soon as it is drawn; what was not is there or on its way.
      const { tray } = program().conversation
      tray.upload()
      void viewer?.editor.drawn().then(() => tray.upload())
    },
    /** Turned on its side a phone has no status bar, and the capsule stands elsewhere: the stage begins where the head ends. */
    onResize() {
      this.setData(topArea(), () => this.measure())
    },

    refresh() {
      const editor = viewers.get(this)?.editor
      const { photos } = program().conversation.tray
      if (editor?.photo === undefined) return returnTo(ROUTES.chat)
      const { id, source, finding } = editor.photo
      const { text: note, action } = findingNote(finding)
      this.setData({
        source,
        current: id,
        title: messages.photos.place(editor.index + 1, photos.length),
        photos: photoViews(photos),
        note,
        action,
        changed: editor.isChanged,
        ...(source === this.data.source ? {} : { cropping: false }),
      })
    },
    /** Tries something that the host may not be able to do. */
    async attempt(change: (editor: PhotoEditor) => Promise<void>) {
      const editor = viewers.get(this)?.editor
      if (editor === undefined) return
      try {
        await change(editor)
      } catch (error) {
        wxLogger.warn('[photos] a page could not be changed', error)
        sayOn(this, messages.photos.notChanged)
      }
    },

    onPicture(event: Told<{ width: number; height: number }>) {
      const viewer = viewers.get(this)
      if (viewer === undefined) return
      viewer.picture = { width: event.detail.width, height: event.detail.height }
      this.measure()
    },
    measure() {
      measured(this, '#stage', (stage) => {
        const picture = viewers.get(this)?.picture
        if (picture !== undefined) this.setData({ seen: fitted(stage, picture) })
      })
    },

    onChoose(event: Told<{ id: string }>) {
      viewers.get(this)?.editor.show(event.detail.id)
    },
    onMoved(event: Told<{ id: string; to: number }>) {
      program().conversation.tray.move(event.detail.id, event.detail.to)
    },
    onEarlier() {
      viewers.get(this)?.editor.step(-1)
    },
    onLater() {
      viewers.get(this)?.editor.step(1)
    },
    onLeft() {
      void this.attempt((editor) => editor.turn('left'))
    },
    onRight() {
      void this.attempt((editor) => editor.turn('right'))
    },
    onCrop() {
      if (this.data.cropping) return this.crop()
      return this.attempt(async (editor) => {
        // The host's editor gets what is seen then, and what it makes takes the place of everything wanted before.
        await editor.drawn()
        if (editor.photo === undefined) return
        const edited = isOnDevice(editor.photo) ? await editPhoto(editor.photo.source) : 'no editor'
        if (edited === 'no editor') this.setData({ cropping: true })
        else if (edited !== undefined) editor.replace(edited.path, 'editor')
      })
    },
    async crop() {
      const box = part<CropFrame>(this, '#crop')?.box()
      this.setData({ cropping: false })
      if (box !== undefined) await this.attempt((editor) => editor.crop(box))
    },
    onDelete() {
      viewers.get(this)?.editor.remove()
    },
    onRestore() {
      this.setData({ cropping: false })
      viewers.get(this)?.editor.restore()
    },
    async onAction() {
      const editor = viewers.get(this)?.editor
      if (editor?.photo?.finding === 'turned') return this.onRight()
      try {
        const [path] = await choosePhotos(1, ['camera', 'album'])
        if (path !== undefined) editor?.replace(path, 'camera')
      } catch (error) {
        await tellFailure(error, 'camera', messages.composer.notChosen, (words) => sayOn(this, words))
      }
    },
    async onDone() {
      if (this.data.cropping) await this.crop()
      await this.close()
    },
    onClose() {
      return this.close()
    },
    /** After what is still being drawn: a question that is sent at once has it. */
    async close() {
      await viewers.get(this)?.editor.drawn()
      // Who has left it meanwhile stays where they are.
      if (viewers.has(this)) returnTo(ROUTES.chat)
    },
    /** One step back. */
    leave() {
      if (this.data.cropping) this.setData({ cropping: false })
      else void this.close()
    },
  },
})
