import { datum } from '../../../components/event-data'
import type { ReportView } from '../../account/report-view'
import { meMessages as words } from '../../messages/me.zh-CN'

const NOTHING: ReportView = { figures: [], bars: [], weak: [] }

/** What was done in a week: four figures, two bars for each subject, and what is worth practising. */
Component({
  properties: {
    report: { type: Object, value: NOTHING },
  },
  data: {
    words: { legend: words.legend, nothing: words.nothing, weak: words.weak },
  },
  methods: {
    onWeak(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('point', { point: datum(event, 'point') })
    },
  },
})
