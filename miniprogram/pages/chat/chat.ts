import { paintLook, putOnLook, takeOffLook } from '../../components/look'
import { measured } from '../../components/measured'
import { askedExercises } from '../../conversation/asked-exercises'
import type { TurnAction } from '../../conversation/turn-view'
import { type Action, errorMessage, messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { onPrivacyNeeded } from '../../platform/wx-privacy'
import { windowSize } from '../../platform/wx-window'
import type { Program } from '../../program'
import type { Exercise } from '../../render/index'
import { AnswerDesk } from './answer-desk'
import { ChatBinding } from './chat-binding'
import { JumpList, NO_EXERCISES } from './jump-list'
import { PageParts } from './page-parts'
import { division, paneView } from './panes'
import { QuestionDesk } from './question-desk'
import { Sayings } from './sayings'

type Event<Detail> = WechatMiniprogram.CustomEvent<Detail extends object ? Detail : never>

/** What a page works with while it is open. */
interface Open {
  readonly parts: PageParts
  readonly sayings: Sayings
  readonly question: QuestionDesk
  readonly answer: AnswerDesk
  readonly binding: ChatBinding
  readonly jumpList: JumpList
  /** Where the list stands on the screen and how far it is scrolled, in pixels; nothing until that is measured. */
  list: { top: number; height: number; scrollTop: number } | undefined
}
const opened = new WeakMap<object, Open>()

function program(): Program {
  return getApp<{ program: Program }>().program
}

/** The one page: it hands taps to the conversation and shows what the conversation says. */
Component({
  data: {
    look: '',
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
      const { conversation, appearance } = program()
      putOnLook(this, appearance)
      const parts = new PageParts(this)
      const sayings = new Sayings(parts)
      const question = new QuestionDesk(conversation, parts, sayings)
      const setData = (patch: Record<string, unknown>) => this.setData(patch)
      const view = {
        setData,
        card: (requestId: string) => parts.card(requestId),
        measure: () => this.measure(),
        sessionChanged: () => this.refreshNotebook(),
        setQuestion: (text: string) => question.write(text),
      }
      opened.set(this, {
        parts,
        sayings,
        question,
        answer: new AnswerDesk(conversation, parts, sayings, question),
        binding: new ChatBinding(conversation, view, wxClock, division(windowSize())),
        jumpList: new JumpList({
          setData,
          whereabouts: (id, exercise, told) => parts.card(id)?.whereabouts(exercise, told),
        }),
        list: undefined,
      })
      onPrivacyNeeded((answer) => parts.privacy?.ask(answer))
      void conversation.start()
    },
    onReady() {
      opened.get(this)?.question.write(program().conversation.draft.text)
      this.measure()
    },
    onShow() {
      paintLook(program().appearance)
      opened.get(this)?.binding.show()
    },
    onHide() {
      opened.get(this)?.binding.hide()
    },
    onUnload() {
      takeOffLook(this)
      opened.get(this)?.binding.detach()
      opened.delete(this)
    },
    onResize() {
      opened.get(this)?.binding.divide(division(windowSize()))
      this.measure()
    },
    onAnyTouch(event: WechatMiniprogram.TouchEvent) {
      opened.get(this)?.sayings.touched(event)
    },
    measure() {
      measured(this, '#list', ({ height, top }) => {
        const page = opened.get(this)
        if (page !== undefined && height > 0)
          page.list = { top, height, scrollTop: page.list?.scrollTop ?? 0 }
      })
    },

    onSend(event: Event<{ text: string }>) {
      opened.get(this)?.question.send(event.detail.text)
    },
    onWritten(event: Event<{ text: string }>) {
      program().conversation.draft.write(event.detail.text)
    },
    onStop() {
      program().conversation.stop()
    },
    onAddPhotos() {
      void opened.get(this)?.question.addPhotos(['album', 'camera'])
    },
    onWelcomePhoto() {
      void opened.get(this)?.question.addPhotos(['camera', 'album'])
    },
    onRemovePhoto(event: Event<{ id: string }>) {
      program().conversation.tray.remove(event.detail.id)
    },
    onMovePhoto(event: Event<{ id: string; to: number }>) {
      program().conversation.tray.move(event.detail.id, event.detail.to)
    },
    onOpenPhoto(event: Event<{ id: string }>) {
      void opened.get(this)?.question.openPhoto(event.detail.id)
    },
    onRetryPhoto(event: Event<{ id: string }>) {
      opened.get(this)?.question.retryPhoto(event.detail.id)
    },
    onExample(event: Event<{ question: string }>) {
      opened.get(this)?.question.write(event.detail.question)
      opened.get(this)?.parts.composer?.focus()
    },

    onCardReady(event: Event<{ id: string }>) {
      opened.get(this)?.binding.cardReady(event.detail.id)
    },
    onOutlined(event: Event<{ id: string; exercises: Exercise[] }>) {
      const { id, exercises } = event.detail
      const { turns } = program().conversation
      const last = turns[turns.length - 1]
      if (last?.requestId === id)
        opened.get(this)?.jumpList.outlined(id, exercises, askedExercises(last.content).length)
    },
    onExercise(event: Event<{ place: number }>) {
      const page = opened.get(this)
      page?.jumpList.jump(event.detail.place, page.list?.scrollTop ?? 0, page.list?.top ?? 0)
    },
    onCopy(event: Event<{ id: string }>) {
      return opened.get(this)?.answer.copy(event.detail.id)
    },
    onRate(event: Event<{ id: string; rating: string }>) {
      return opened.get(this)?.answer.rate(event.detail.id, event.detail.rating)
    },
    onAct(event: Event<{ id: string; action: TurnAction }>) {
      opened.get(this)?.answer.act(event.detail.id, event.detail.action)
    },

    onScroll(event: Event<{ scrollTop: number; scrollHeight: number }>) {
      const page = opened.get(this)
      if (page?.list === undefined) return
      page.list.scrollTop = event.detail.scrollTop
      page.binding.scrolled({ ...event.detail, viewHeight: page.list.height })
      page.jumpList.scrolled(page.list.top)
    },
    onTouchStart() {
      opened.get(this)?.binding.touched(true)
    },
    onTouchEnd() {
      opened.get(this)?.binding.touched(false)
    },
    onUpper() {
      if (this.data.hasOlder) void program().conversation.loadOlder()
    },
    onToEnd() {
      opened.get(this)?.binding.toEnd()
    },
    onKeyboard(event: Event<{ height: number }>) {
      const { height } = event.detail
      if (height !== this.data.keyboardHeight)
        this.setData({ keyboardHeight: height }, () => opened.get(this)?.binding.resized())
    },
    onComposerResized() {
      opened.get(this)?.binding.resized()
    },

    onReload() {
      void program().conversation.reload()
    },
    /** Brings the notebook's pane up to date, where there is one. */
    refreshNotebook() {
      if (this.data.pane !== 'notebook') return
      opened.get(this)?.parts.notebookPane?.refresh(program().conversation.sessionId)
    },
    onNotebookReady() {
      const { conversation, sessions, server } = program()
      // It may be there before the page has loaded.
      new PageParts(this).notebookPane?.show(sessions, conversation.sessionId, server.changeable)
    },
    onSessions() {
      const { conversation, sessions, server } = program()
      opened.get(this)?.parts.notebookDrawer?.show(sessions, conversation.sessionId, server.changeable)
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
      opened.get(this)?.sayings.say(errorMessage(event.detail.code, event.detail.action))
    },
    onServer() {
      const { server } = program()
      opened.get(this)?.parts.server?.show(server.address(), (address) => server.change(address))
    },
    onServerSaved() {
      opened.get(this)?.sayings.say(messages.server.saved)
      program().conversation.startNew()
    },
  },
})
