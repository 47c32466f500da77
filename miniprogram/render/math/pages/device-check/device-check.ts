import { deviceCheckMessages } from '../../../../messages/device-check.zh-CN'
import { envVersion } from '../../../../platform/wx-account'

/**
 * Shows each feature of the platform that formulas and icons stand on and that no document promises, with what it should look
 * like, and measures what can be measured: a person with a phone settles them in a minute. In the develop version only.
 */
Component({
  data: { available: false, words: deviceCheckMessages },
  methods: {
    onLoad() {
      this.setData({ available: envVersion() === 'develop' })
    },
  },
})
