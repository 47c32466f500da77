import type { AnswerCard } from '../../components/answer-card/answer-card'
import type { Composer } from '../../components/composer/composer'
import type { Notebook } from '../../components/notebook/notebook'
import { part } from '../../components/part'
import type { SessionDrawer } from '../../components/session-drawer/session-drawer'
import { sayOn } from '../../components/toast'
import type { Welcome } from '../../components/welcome/welcome'
import { nodeName } from '../../conversation/turn-view'
import type { MarkSheet } from '../../study/components/mark-sheet/mark-sheet'
import type { MarkedPage } from '../../study/components/marked-page/marked-page'
import type { MarkedPhotos } from '../../study/components/marked-photos/marked-photos'
import type { ServerSetting } from '../../study/components/server-setting/server-setting'

type Page = Parameters<typeof part>[0]

/** The page's components, each as far as it is there. */
export class PageParts {
  constructor(private readonly page: Page) {}

  card(requestId: string): AnswerCard | undefined {
    return part(this.page, `#answer-${nodeName(requestId)}`)
  }
  markedPage(requestId: string): MarkedPage | undefined {
    return part(this.page, `#marked-${nodeName(requestId)}`)
  }
  /** The marked pages that stand beside the answer. */
  get markedPane(): MarkedPhotos | undefined {
    return part(this.page, '#pane-marks')
  }
  get markSheet(): MarkSheet | undefined {
    return part(this.page, '#mark')
  }
  get composer(): Composer | undefined {
    return part(this.page, '#composer')
  }
  say(message: string, placement: 'middle' | 'top'): void {
    sayOn(this.page, message, placement)
  }
  get server(): ServerSetting | undefined {
    return part(this.page, '#server')
  }
  /** Before the first question. */
  get welcome(): Welcome | undefined {
    return part(this.page, '#welcome')
  }
  /** Where there is room for it beside the page. */
  get notebookPane(): Notebook | undefined {
    return part(this.page, '#notebook')
  }
  get notebookDrawer(): SessionDrawer | undefined {
    return part(this.page, '#sessions')
  }
}
