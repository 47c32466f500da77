import type { WishDetail } from '../../components/answer-foot/answer-wish'
import { asksConsent } from '../../components/consent'
import type { Told } from '../../components/event-data'
import { paintLook, putOnLook, takeOffLook } from '../../components/look'
import { measured } from '../../components/measured'
import { askedExercises } from '../../conversation/asked-exercises'
import type { Conversation } from '../../conversation/conversation'
import { NOTHING_MARKED } from '../../conversation/nothing-marked'
import type { TurnAction } from '../../conversation/turn-view'
import { chatMessages } from '../../messages/chat.zh-CN'
import { type Action, errorMessage, messages } from '../../messages/zh-CN'
import { windowSize } from '../../platform/wx-window'
import type { Exercise } from '../../render/index'
import { ROUTES } from '../../routes'
import { program } from '../../running-program'
import { QUESTION_CHARACTERS, QUESTION_PAGES } from '../../stream/question-contract'
import { type JumpView, NO_EXERCISES } from './jump-list'
import { NO_MARK } from './mark-desk'
import { comeForward, goBehind, leave, meetServer, type OpenPage, workWith } from './open-page'
import { PageParts } from './page-parts'
import { division, paneView } from './panes'
import { NO_VOICE } from './voice-desk'
import type { Way } from './ways'

const opened = new WeakMap<object, OpenPage>()

/** What is talked about on this page. */
const talk = (): Conversation => program().conversation

/** The one page: it hands taps to the conversation and shows what the conversation says. */
Component({
  data: {
    look: '',
    turns: [],
    empty: false,
    busy: false,
    due: 0,
    mode: 'solve',
    explains: false,
    photos: [],
    photosFull: false,
    mostCharacters: QUESTION_CHARACTERS,
    mostPages: QUESTION_PAGES,
    waiting: 0,
    historyLoading: false,
    historyFailed: false,
    hasOlder: false,
    atEnd: true,
    news: false,
    title: messages.app.name,
    ...paneView('one', []),
    ...NO_EXERCISES,
    ...NO_MARK,
    ...NO_VOICE,
    noCorrection: NOTHING_MARKED,
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
      putOnLook(this, program().appearance)
      const page = workWith(this, program())
      opened.set(this, page)
      void talk().start()
    },
    onReady() {
      this.tell((page) => page.question.write(talk().draft.text))
      this.measure()
    },
    onShow() {
      asksConsent(this)
      paintLook(program().appearance)
      this.tell(comeForward)
    },
    onHide() {
      this.tell(goBehind)
    },
    onUnload() {
      takeOffLook(this)
      this.tell(leave)
      opened.delete(this)
    },
    tell(act: (page: OpenPage) => void) {
      const page = opened.get(this)
      if (page !== undefined) act(page)
    },
    onResize() {
      this.tell((page) => page.binding.divide(division(windowSize())))
      this.measure()
    },
    onAnyTouch(event: WechatMiniprogram.TouchEvent) {
      this.tell((page) => page.sayings.touched(event))
    },
    measure() {
      measured(this, '#list', ({ height, top }) => {
        const page = opened.get(this)
        if (page !== undefined && height > 0)
          page.list = { top, height, scrollTop: page.list?.scrollTop ?? 0 }
      })
    },
    measureEnd(told: (below: number) => void) {
      measured(this, '#list-end', ({ bottom }) => {
        const list = opened.get(this)?.list
        if (list !== undefined) told(bottom - list.top - list.height)
      })
    },

    onSend(event: Told<{ text: string }>) {
      this.tell((page) => page.question.send(event.detail.text))
    },
    onWritten(event: Told<{ text: string }>) {
      talk().draft.write(event.detail.text)
    },
    onStop() {
      talk().stop()
    },
    onPress() {
      this.tell((page) => page.voice.press())
    },
    onRelease(event: Told<{ thrownAway: boolean }>) {
      this.tell((page) => page.voice.release(event.detail.thrownAway))
    },
    /** The card tells nothing of the student: neither words nor a picture of this page. */
    onShareAppMessage() {
      return { title: chatMessages.share.title, path: ROUTES.chat, imageUrl: '/images/share.png' }
    },
    onAddPhotos() {
      this.tell((page) => page.question.addPhotos(['album', 'camera']))
    },
    onWelcomePhoto() {
      this.tell((page) => page.question.addPhotos(['camera', 'album']))
    },
    onGo(event: Told<{ to: Way }>) {
      this.tell((page) => page.ways.go(event.detail.to))
    },
    onMode(event: Told<{ mode: string }>) {
      talk().mode.choose(event.detail.mode)
    },
    /** Another way to begin: in its mode, with the pages. */
    onTile(event: Told<{ mode: string }>) {
      talk().mode.choose(event.detail.mode)
      this.tell((page) => page.question.addPhotos(['camera', 'album']))
    },
    onRemovePhoto(event: Told<{ id: string }>) {
      talk().tray.remove(event.detail.id)
    },
    onMovePhoto(event: Told<{ id: string; to: number }>) {
      talk().tray.move(event.detail.id, event.detail.to)
    },
    onOpenPhoto(event: Told<{ id: string }>) {
      this.tell((page) => page.question.openPhoto(event.detail.id))
    },
    onRetryPhoto(event: Told<{ id: string }>) {
      this.tell((page) => page.question.retryPhoto(event.detail.id))
    },
    onExchange() {
      talk().exchange()
    },
    onExample(event: Told<{ question: string }>) {
      this.tell((page) => page.question.write(event.detail.question))
      opened.get(this)?.parts.composer?.focus()
    },

    onCardReady(event: Told<{ id: string }>) {
      this.tell((page) => page.binding.cardReady(event.detail.id))
    },
    onOutlined(event: Told<{ id: string; exercises: Exercise[] }>) {
      const { id, exercises } = event.detail
      const last = talk().turns.slice(-1)[0]
      const page = opened.get(this)
      if (last?.requestId !== id || page === undefined) return
      page.jumpList.outlined(id, exercises, askedExercises(last.content).length, page.list?.top ?? 0)
    },
    onExercise(event: Told<{ place: number }>) {
      const page = opened.get(this)
      page?.jumpList.jump(event.detail.place, page.list?.scrollTop ?? 0, page.list?.top ?? 0)
    },
    onWish(event: Told<WishDetail & { id: string; version: number }>) {
      const { id, wish, text, version } = event.detail
      return opened.get(this)?.answer.wish(id, wish, { text, no: this.readExercise(id), version })
    },
    onVersion(event: Told<{ id: string; version: number }>) {
      this.tell((page) => page.binding.showVersion(event.detail.id, event.detail.version))
    },
    /** The number of the exercise that is read, where an answer has several. */
    readExercise(id: string): string {
      const { exercises, exercisesOf, exercise }: JumpView = this.data
      return exercisesOf === id && exercises.length > 1 ? (exercises[exercise]?.no ?? '') : ''
    },
    onMark(event: Told<{ id: string; no: string }>) {
      const page = opened.get(this)
      const { id, no } = event.detail
      page?.marks.show(id, no, { list: page.list, beside: this.data.pane === 'marks' })
    },
    onMarkClosed() {
      this.tell((page) => page.marks.closed())
    },
    onExplain(event: Told<{ question: string }>) {
      this.tell((page) => page.marks.explain(event.detail.question))
    },
    onAct(event: Told<{ id: string; action: TurnAction }>) {
      this.tell((page) => page.answer.act(event.detail.id, event.detail.action))
    },

    onScroll(event: Told<{ scrollTop: number; scrollHeight: number }>) {
      const page = opened.get(this)
      if (page?.list === undefined) return
      page.list.scrollTop = event.detail.scrollTop
      page.binding.scrolled({ ...event.detail, viewHeight: page.list.height })
      page.jumpList.scrolled(page.list.top)
    },
    onTouchStart() {
      this.tell((page) => page.binding.touched(true))
    },
    onTouchEnd() {
      this.tell((page) => page.binding.touched(false))
    },
    onUpper() {
      if (this.data.hasOlder) void talk().loadOlder()
    },
    onToEnd() {
      this.tell((page) => page.binding.toEnd())
    },
    onKeyboard(event: Told<{ height: number }>) {
      const { height } = event.detail
      if (height !== this.data.keyboardHeight)
        this.setData({ keyboardHeight: height }, () => opened.get(this)?.binding.resized())
    },
    onComposerResized() {
      this.tell((page) => page.binding.resized())
    },
    onGrown() {
      this.tell((page) => page.binding.drew())
    },

    onReload() {
      void talk().reload()
    },
    /** Brings the notebook's pane up to date, where there is one. */
    refreshNotebook() {
      if (this.data.pane !== 'notebook') return
      opened.get(this)?.parts.notebookPane?.refresh(talk().sessionId)
    },
    onNotebookReady() {
      const { conversation, sessions, server } = program()
      // It may be there before the page has loaded.
      new PageParts(this).notebookPane?.show(sessions, conversation.sessionId, server.changeable)
    },
    onSessions() {
      const page = opened.get(this)
      if (page === undefined) return
      const { conversation, sessions, server } = program()
      const drawer = page.parts.notebookDrawer
      page.wantsNotebook = drawer === undefined
      drawer?.show(sessions, conversation.sessionId, server.changeable)
    },
    onDrawerReady() {
      if (opened.get(this)?.wantsNotebook) this.onSessions()
    },
    onCreate() {
      talk().startNew()
    },
    onOpenSession(event: Told<{ id: string }>) {
      void talk().open(event.detail.id)
    },
    onSessionRemoved(event: Told<{ id: string }>) {
      const { conversation } = program()
      if (conversation.sessionId === event.detail.id) conversation.startNew()
    },
    onSessionRenamed(event: Told<{ id: string; title: string }>) {
      talk().title.named(event.detail.id, event.detail.title)
    },
    onProblem(event: Told<{ code: string; action: Action }>) {
      this.tell((page) => page.sayings.say(errorMessage(event.detail.code, event.detail.action)))
    },
    onServer() {
      const { server } = program()
      opened.get(this)?.parts.server?.show(server.address(), (address) => server.change(address))
    },
    onServerSaved() {
      this.tell((page) => page.sayings.say(messages.server.saved))
      talk().startNew()
      this.tell(meetServer)
    },
  },
})
