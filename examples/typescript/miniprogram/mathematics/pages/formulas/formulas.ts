import { useMathematics } from 'wuhao-answer-view/math'

useMathematics()

Page({
  data: {
    formulas: [
      'x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}',
      '\\begin{cases}x+y=4\\\\2x-y=5\\end{cases}',
      '\\ce{2KMnO4 ->[\\Delta] K2MnO4 + MnO2 + O2 ^}',
    ],
  },
})
