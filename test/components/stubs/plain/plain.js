/** Stands for any part of TDesign: shows what is put into it, or, as a toast, what it is told. */
Component({
  options: { multipleSlots: true },
  data: { message: '' },
  methods: {
    show({ message }) {
      this.setData({ message })
    },
  },
})
