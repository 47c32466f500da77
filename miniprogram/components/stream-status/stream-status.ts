/** What happens with an answer right now, in words, and how much of it came. */
Component({
  properties: {
    words: { type: String, value: '' },
    count: { type: String, value: '' },
    /** Its text has begun: a caret stands below it, instead of the dots of waiting. */
    writing: { type: Boolean, value: false },
  },
})
