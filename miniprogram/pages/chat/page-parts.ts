import type { Correction } from '../../../typings/protocol'
import { part } from '../../components/part'
import type { SessionList } from '../../conversation/session-list'
import { nodeName } from '../../conversation/turn-view'
import type { Exercise } from '../../render/index'
import type { AnswerCard } from './answer-cards'

/** The methods of `answer-card`. */
interface AnswerCardComponent extends AnswerCard {
  copied(): void
  whereabouts(exercise: Exercise, told: (top: number) => void): void
}
/** The methods of `composer`. */
interface ComposerComponent {
  setText(text: string): void
  focus(): void
  putBack(text: string): void
  add(text: string): void
}
/** The methods of `marked-page`. */
interface MarkedPageComponent {
  whereabouts(no: string, told: (top: number) => void): void
}
/** The methods of `marked-photos` in the pane. */
interface MarkedPaneComponent {
  reveal(no: string): void
}
/** The methods of `mark-sheet`. */
interface MarkSheetComponent {
  show(turnId: string, questionId: string | undefined, correction: Correction, no: string): void
}
interface ToastComponent {
  show(options: { message: string; placement: string; duration: number }): void
}
interface ServerComponent {
  show(address: string, save: (address: string) => boolean): void
}
/** The notebook, in its pane or its drawer. */
interface NotebookComponent {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
  refresh(current: string | undefined): void
}

type Page = Parameters<typeof part>[0]

/** The page's components, each as far as it is there. */
export class PageParts {
  constructor(private readonly page: Page) {}

  card(requestId: string): AnswerCardComponent | undefined {
    return part(this.page, `#answer-${nodeName(requestId)}`)
  }
  markedPage(requestId: string): MarkedPageComponent | undefined {
    return part(this.page, `#marked-${nodeName(requestId)}`)
  }
  /** The marked pages that stand beside the answer. */
  get markedPane(): MarkedPaneComponent | undefined {
    return part(this.page, '#pane-marks')
  }
  get markSheet(): MarkSheetComponent | undefined {
    return part(this.page, '#mark')
  }
  get composer(): ComposerComponent | undefined {
    return part(this.page, '#composer')
  }
  get toast(): ToastComponent | undefined {
    return part(this.page, '#toast')
  }
  get server(): ServerComponent | undefined {
    return part(this.page, '#server')
  }
  /** Where there is room for it beside the page. */
  get notebookPane(): NotebookComponent | undefined {
    return part(this.page, '#notebook')
  }
  get notebookDrawer(): NotebookComponent | undefined {
    return part(this.page, '#sessions')
  }
}
