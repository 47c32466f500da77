import { markMessages } from '../../messages/marks.zh-CN'

/** The sign of a verdict, in its colour: an icon, or a character. Whoever shows it says it in words too. */
Component({
  properties: {
    verdict: { type: String, value: 'right' },
    /** Pixels. */
    size: { type: Number, value: 18 },
    /** On a disc: right on a white one, the others on one of their colour. */
    disc: { type: Boolean, value: false },
  },
  data: {
    signs: { unanswered: markMessages.unanswered.sign, unclear: markMessages.unclear.sign },
  },
})
