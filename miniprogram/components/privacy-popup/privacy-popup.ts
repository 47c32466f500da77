import { messages } from '../../messages/zh-CN'
import { openPrivacyGuide, type PrivacyAnswer } from '../../platform/wx-privacy'
import { layer } from '../layers'
import type { Methods } from '../part'

/** The host checks that this very button was tapped. */
const AGREE_BUTTON = 'privacy-agree'
/** A sheet from which something is copied stays below it: TDesign lays all of them at 11500, and what darkens the page at 11000. */
const ABOVE_SHEETS = { zIndex: 12_500, overlay: { zIndex: 12_000 } }
const waiting = new WeakMap<object, PrivacyAnswer[]>()
/** Those whose page was closed. */
const gone = new WeakSet<object>()

/** Asks for consent before the host lets the program use photos or the clipboard. Each API that waits gets its answer. */
const privacyPopup = Component({
  behaviors: [layer('visible')],
  data: {
    visible: false,
    agreeButton: AGREE_BUTTON,
    layer: ABOVE_SHEETS,
    words: { ...messages.privacy },
  },
  lifetimes: {
    /** The API would wait for ever for a sheet that nobody can see any more. */
    detached() {
      gone.add(this)
      this.tellAll({ event: 'disagree' })
    },
  },
  methods: {
    /** Asks; more than one API may be waiting for the same answer. */
    ask(answer: PrivacyAnswer) {
      if (gone.has(this)) return answer({ event: 'disagree' })
      waiting.set(this, [...(waiting.get(this) ?? []), answer])
      this.setData({ visible: true })
    },
    tellAll(answer: Parameters<PrivacyAnswer>[0]) {
      const asked = waiting.get(this) ?? []
      waiting.delete(this)
      for (const each of asked) each(answer)
    },
    onAgree() {
      this.setData({ visible: false })
      this.tellAll({ event: 'agree', buttonId: AGREE_BUTTON })
    },
    /** By its button, or however else it is closed: that is no consent. */
    onClose() {
      this.setData({ visible: false })
      this.tellAll({ event: 'disagree' })
    },
    onGuide() {
      openPrivacyGuide()
    },
  },
})

/** What its owner can call of it. */
export type PrivacyPopup = Methods<typeof privacyPopup>
