import { copiedText } from '../../components/answer-content/copied-text'
import { measured } from '../../components/measured'
import { part } from '../../components/part'
import { askedExercises } from '../../conversation/asked-exercises'
import { errorCode } from '../../conversation/error-code'
import { fillTray, type PhotoChoice } from '../../conversation/fill-tray'
import { PHOTO_LIMIT } from '../../conversation/photo-tray'
import { CONTENT_LIMIT, MOST_FOLLOWED } from '../../conversation/send-outcome'
import type { SessionList } from '../../conversation/session-list'
import { nodeName, type TurnAction } from '../../conversation/turn-view'
import { type Action, errorMessage, messages } from '../../messages/zh-CN'
import { copyText } from '../../platform/wx-clipboard'
import { wxClock } from '../../platform/wx-clock'
import { chosen, confirmed } from '../../platform/wx-dialog'
import { openPage } from '../../platform/wx-pages'
import { choiceLimit, choosePhotos } from '../../platform/wx-photos'
import { onPrivacyNeeded, type PrivacyAnswer } from '../../platform/wx-privacy'
import { windowSize } from '../../platform/wx-window'
import type { Program } from '../../program'
import type { Exercise } from '../../render/index'
import { type AnswerCard, ChatBinding } from './chat-binding'
import { JumpList, type JumpPage, NO_EXERCISES } from './jump-list'
import { division, paneView } from './panes'

interface AnswerCardComponent extends AnswerCard {
  copied(): void
  whereabouts(exercise: Exercise, told: (top: number) => void): void
}
interface ComposerComponent {
  setText(text: string): void
  focus(): void
  putBack(text: string): void
}
interface ToastComponent {
  show(options: { message: string; placement: string; duration: number }): void
}
interface PrivacyComponent {
  ask(answer: PrivacyAnswer): void
}
interface ServerComponent {
  show(address: string, save: (address: string) => boolean): void
}
/** The notebook, in its pane or its drawer. */
interface NotebookComponent {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
  refresh(current: string | undefined): void
}

type Event<Detail> = WechatMiniprogram.CustomEvent<Detail extends object ? Detail : never>

const bindings = new WeakMap<object, ChatBinding>()
const jumpLists = new WeakMap<object, JumpList>()
/** Where the screen was touched last, in pixels from its top, by page: what a toast speaks of is there. */
const touches = new WeakMap<object, number>()
/** Where the list stands on the screen and how far it is scrolled, in pixels, by page. */
const lists = new WeakMap<object, { top: number; height: number; scrollTop: number }>()

function program(): Program {
  return getApp<{ program: Program }>().program
}

/** How photos are chosen on this phone. */
function photoChoice(source: Array<'album' | 'camera'>): PhotoChoice {
  const { more, chooseMore, enough } = messages.photos
  return {
    limit: choiceLimit(),
    choose: () => choosePhotos(choiceLimit(), source),
    goOn: (chosen, room) => confirmed(more(chosen, room), chooseMore, enough),
  }
}

/** The one page: it hands taps to the conversation and shows what the conversation says. */
Component({
  data: {
    turns: [],
    empty: false,
    busy: false,
    photos: [],
    photosFull: false,
    historyLoading: false,
    historyFailed: false,
    hasOlder: false,
    atEnd: true,
    news: false,
    title: messages.app.name,
    ...paneView('one', []),
    ...NO_EXERCISES,
    /** For a question whose photos stand elsewhere. */
    none: [],
    scrollTop: 0,
    intoView: '',
    keyboardHeight: 0,
    /** What a screen reader is told, in a place that is there from the beginning: one that appears with its words is not heard. */
    announcement: '',
    words: {
      notebook: messages.sessions.title,
      historyLoading: messages.history.loading,
      historyFailed: `${messages.history.failed}，${messages.history.retry}`,
      toEnd: messages.follow.toEnd,
      news: messages.follow.news,
      toEndNews: `${messages.follow.toEnd}，${messages.follow.news}`,
    },
  },
  methods: {
    onLoad() {
      const { conversation } = program()
      const view = {
        setData: (patch: Record<string, unknown>) => this.setData(patch),
        card: (requestId: string): AnswerCard | undefined => this.card(requestId),
        measure: () => this.measure(),
        sessionChanged: () => this.refreshNotebook(),
        setQuestion: (text: string) => this.setQuestion(text),
      }
      bindings.set(this, new ChatBinding(conversation, view, wxClock, division(windowSize())))
      const whereabouts: JumpPage['whereabouts'] = (id, exercise, told) =>
        this.card(id)?.whereabouts(exercise, told)
      jumpLists.set(this, new JumpList({ setData: view.setData, whereabouts }))
      onPrivacyNeeded((answer) => part<PrivacyComponent>(this, '#privacy')?.ask(answer))
      void conversation.start()
    },
    onReady() {
      this.setQuestion(program().conversation.draft.text)
      this.measure()
    },
    onShow() {
      bindings.get(this)?.show()
    },
    onHide() {
      bindings.get(this)?.hide()
    },
    onUnload() {
      bindings.get(this)?.detach()
      bindings.delete(this)
    },
    onResize() {
      bindings.get(this)?.divide(division(windowSize()))
      this.measure()
    },

    card(requestId: string): AnswerCardComponent | undefined {
      return part(this, `#answer-${nodeName(requestId)}`)
    },
    setQuestion(text: string) {
      part<ComposerComponent>(this, '#composer')?.setText(text)
    },
    /** Says something, in the half of the screen that was not touched last: there is what it speaks of. */
    toast(message: string) {
      const { height } = windowSize()
      const placement = (touches.get(this) ?? height) < height / 2 ? 'bottom' : 'top'
      part<ToastComponent>(this, '#toast')?.show({ message, placement, duration: 2000 })
    },
    onAnyTouch(event: WechatMiniprogram.TouchEvent) {
      const touch = event.touches[0]
      if (touch !== undefined) touches.set(this, touch.clientY)
    },
    measure() {
      measured(this, '#list', ({ height, top }) => {
        if (height > 0) lists.set(this, { top, height, scrollTop: lists.get(this)?.scrollTop ?? 0 })
      })
    },

    onSend(event: Event<{ text: string }>) {
      const outcome = program().conversation.send(event.detail.text)
      const words = messages.composer
      if (outcome === 'sent') this.setQuestion('')
      else if (outcome === 'empty') this.toast(words.empty)
      else if (outcome === 'too-long') this.toast(words.tooLong(CONTENT_LIMIT))
      else if (outcome === 'photo-failed') this.toast(words.someFailed)
      else if (outcome === 'photo-refused') this.toast(words.someRefused)
      else if (outcome === 'photo-gone') this.toast(words.someGone)
      else this.occupied()
    },
    /** Says why nothing can be asked now. */
    occupied() {
      const { busy, tooMany } = messages.composer
      this.toast(program().conversation.occupied === 'too-many' ? tooMany(MOST_FOLLOWED) : busy)
    },
    onWritten(event: Event<{ text: string }>) {
      program().conversation.draft.write(event.detail.text)
    },
    onStop() {
      program().conversation.stop()
    },
    async addPhotos(source: Array<'album' | 'camera'>) {
      const { tray } = program().conversation
      if (tray.photos.length >= PHOTO_LIMIT) return this.toast(messages.composer.full(PHOTO_LIMIT))
      try {
        const beyond = await fillTray(tray, photoChoice(source))
        if (beyond > 0) this.toast(messages.photos.leftOut(PHOTO_LIMIT, beyond))
      } catch {
        this.toast(messages.composer.notChosen)
      }
    },
    onAddPhotos() {
      void this.addPhotos(['album', 'camera'])
    },
    onWelcomePhoto() {
      void this.addPhotos(['camera', 'album'])
    },
    onRemovePhoto(event: Event<{ id: string }>) {
      program().conversation.tray.remove(event.detail.id)
    },
    onMovePhoto(event: Event<{ id: string; to: number }>) {
      program().conversation.tray.move(event.detail.id, event.detail.to)
    },
    onOpenPhoto(event: Event<{ id: string }>) {
      openPage(`/pages/photos/photos?id=${event.detail.id}`).catch(() =>
        this.toast(messages.photos.notOpened),
      )
    },
    onRetryPhoto(event: Event<{ id: string }>) {
      const { tray } = program().conversation
      const { id } = event.detail
      const refused = tray.photos.find((photo) => photo.id === id && photo.refused)
      if (refused === undefined) tray.retry(id)
      else this.toast(refused.why ?? messages.composer.refused)
    },
    onExample(event: Event<{ question: string }>) {
      this.setQuestion(event.detail.question)
      part<ComposerComponent>(this, '#composer')?.focus()
    },

    onCardReady(event: Event<{ id: string }>) {
      bindings.get(this)?.cardReady(event.detail.id)
    },
    onOutlined(event: Event<{ id: string; exercises: Exercise[] }>) {
      const { id, exercises } = event.detail
      const { turns } = program().conversation
      const last = turns[turns.length - 1]
      if (last?.requestId === id)
        jumpLists.get(this)?.outlined(id, exercises, askedExercises(last.content).length)
    },
    onExercise(event: Event<{ place: number }>) {
      const { scrollTop, top } = lists.get(this) ?? { scrollTop: 0, top: 0 }
      jumpLists.get(this)?.jump(event.detail.place, scrollTop, top)
    },
    async onCopy(event: Event<{ id: string }>) {
      const { id } = event.detail
      const turn = program().conversation.turns.find(({ requestId }) => requestId === id)
      if (turn === undefined) return
      try {
        const choice = await chosen([messages.answer.copyText, messages.answer.copyMarkdown])
        if (choice === undefined) return
        await copyText(choice === 0 ? copiedText(turn.text) : turn.text)
        this.card(id)?.copied()
      } catch {
        this.toast(messages.answer.notCopied)
      }
    },
    async onRate(event: Event<{ id: string; rating: string }>) {
      const rating = event.detail.rating === 'up' ? 'up' : 'down'
      try {
        await program().conversation.rate(event.detail.id, rating)
      } catch (error) {
        this.toast(errorMessage(errorCode(error), 'rate'))
      }
    },
    onAct(event: Event<{ id: string; action: TurnAction }>) {
      const { id, action } = event.detail
      const { conversation } = program()
      if (action === 'edit') {
        const content = conversation.takeBack(id)
        if (content !== undefined) part<ComposerComponent>(this, '#composer')?.putBack(content)
      } else if (!conversation.retry(id) && !conversation.goOn(id)) {
        this.occupied()
      }
    },

    onScroll(event: Event<{ scrollTop: number; scrollHeight: number }>) {
      const list = lists.get(this)
      if (list === undefined) return
      list.scrollTop = event.detail.scrollTop
      bindings.get(this)?.scrolled({ ...event.detail, viewHeight: list.height })
      jumpLists.get(this)?.scrolled(list.top)
    },
    onTouchStart() {
      bindings.get(this)?.touched(true)
    },
    onTouchEnd() {
      bindings.get(this)?.touched(false)
    },
    onUpper() {
      if (this.data.hasOlder) void program().conversation.loadOlder()
    },
    onToEnd() {
      bindings.get(this)?.toEnd()
    },
    onKeyboard(event: Event<{ height: number }>) {
      const { height } = event.detail
      if (height !== this.data.keyboardHeight)
        this.setData({ keyboardHeight: height }, () => bindings.get(this)?.resized())
    },
    onComposerResized() {
      bindings.get(this)?.resized()
    },

    onReload() {
      void program().conversation.reload()
    },
    openNotebook(selector: string) {
      const { conversation, sessions, server } = program()
      const notebook = part<NotebookComponent>(this, selector)
      notebook?.show(sessions, conversation.sessionId, server.changeable)
    },
    /** Brings the notebook's pane up to date, where there is one. */
    refreshNotebook() {
      if (this.data.pane !== 'notebook') return
      part<NotebookComponent>(this, '#notebook')?.refresh(program().conversation.sessionId)
    },
    onNotebookReady() {
      this.openNotebook('#notebook')
    },
    onSessions() {
      this.openNotebook('#sessions')
    },
    onCreate() {
      program().conversation.startNew()
    },
    onOpenSession(event: Event<{ id: string }>) {
      void program().conversation.open(event.detail.id)
    },
    onSessionRemoved(event: Event<{ id: string }>) {
      const { conversation } = program()
      if (conversation.sessionId === event.detail.id) conversation.startNew()
    },
    onSessionRenamed(event: Event<{ id: string; title: string }>) {
      program().conversation.title.named(event.detail.id, event.detail.title)
    },
    onProblem(event: Event<{ code: string; action: Action }>) {
      this.toast(errorMessage(event.detail.code, event.detail.action))
    },
    onServer() {
      const { server } = program()
      part<ServerComponent>(this, '#server')?.show(server.address(), (address) => server.change(address))
    },
    onServerSaved() {
      this.toast(messages.server.saved)
      program().conversation.startNew()
    },
  },
})
