/** What happens with an answer right now, in words, and how much of it came. */
Component({
  properties: {
    words: { type: String, value: '' },
    count: { type: String, value: '' },
  },
})
