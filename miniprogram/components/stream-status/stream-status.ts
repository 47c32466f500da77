/** What happens with an answer right now, in words, and how much of it came. */
Component({
  properties: {
    words: { type: String, value: '' },
    count: { type: String, value: '' },
    /** Its text has begun, and ends with a caret: the dots of waiting are gone. */
    writing: { type: Boolean, value: false },
  },
})
