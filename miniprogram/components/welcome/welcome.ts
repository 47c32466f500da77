import { messages } from '../../messages/zh-CN'
import { datum } from '../event-data'

/** What a student sees before the first question: an invitation, and questions to try. */
Component({
  data: {
    words: {
      title: messages.welcome.title,
      lead: messages.welcome.lead,
      camera: messages.welcome.camera,
      cameraHint: messages.welcome.cameraHint,
      examplesTitle: messages.welcome.examplesTitle,
    },
    examples: [...messages.welcome.examples],
  },
  methods: {
    onPhoto() {
      this.triggerEvent('photo')
    },
    onExample(event: WechatMiniprogram.TouchEvent) {
      const example = this.data.examples[Number(datum(event, 'index'))]
      if (example !== undefined) this.triggerEvent('example', { question: example.question })
    },
  },
})
