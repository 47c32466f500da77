import { changeFormulaForm, formulaForm } from '../../../../../config'
import { deviceCheckMessages } from '../../../../../messages/device-check.zh-CN'
import { host } from '../../../../../platform/wx-host'
import { type FormulaForm, formulaForms } from '../../../form'
import { createTypesetter } from '../../../typesetter'

/** One with a root and a fraction, one with a brace, one with an arrow of chemistry: fonts, drawings and stacks. */
const FORMULAS = [
  'x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}',
  '\\begin{cases}x+y=4\\\\2x-y=5\\end{cases}',
  '\\ce{2KMnO4 ->[\\Delta] K2MnO4 + MnO2 + O2 ^}',
]

/** The ways in which formulas can be shown, and the choice among them. */
Component({
  data: { forms: formulaForms.map(shownIn), chosen: formulaForm(), words: deviceCheckMessages },
  methods: {
    onChoose({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const form = formulaForms.find((each) => each === currentTarget.dataset.form)
      if (form === undefined) return
      changeFormulaForm(form)
      this.setData({ chosen: form })
      host().showToast?.({ title: deviceCheckMessages.restart, icon: 'none' })
    },
  },
})

function shownIn(form: FormulaForm) {
  const typesetter = createTypesetter({ form })
  const formulas = FORMULAS.map((tex) => ({ tex, content: typesetter.typeset(tex, true) ?? '' }))
  return { form, formulas }
}
