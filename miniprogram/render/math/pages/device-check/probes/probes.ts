import { deviceCheckMessages } from '../../../../../messages/device-check.zh-CN'
import { wxClock } from '../../../../../platform/wx-clock'
import { triedCanvases } from './canvas-files'
import { judge, type MeasuredNode, measuredIds, probeNodes } from './probe-list'

/** Milliseconds after which pictures and fonts of the package are drawn on any phone. */
const DRAWN_AFTER = 800

/** Each feature, what it should look like, and whether it does as far as widths and attempts tell. */
Component({
  data: { rows: judge([]), nodes: probeNodes, words: deviceCheckMessages },
  lifetimes: {
    ready() {
      wxClock.setTimer(() => void this.measure(), DRAWN_AFTER)
    },
  },
  methods: {
    async measure() {
      const succeeded = await triedCanvases()
      const query = this.createSelectorQuery()
      for (const id of measuredIds) query.select(`#${id}`).fields({ id: true, size: true })
      query.exec((found: unknown[]) => this.setData({ rows: judge(found.filter(isMeasured), succeeded) }))
    },
  },
})

function isMeasured(value: unknown): value is MeasuredNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'width' in value &&
    typeof value.width === 'number'
  )
}
