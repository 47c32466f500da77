import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { formulaFaults } from '../formula-faults'
import { pictures } from '../look'
import type { Case } from '../runner'
import { forms } from './forms'

/** Formulas that are wider than a phone, in every place of an answer, and fractions in lines that follow one another. */
const text = String.raw`抛物线为 $y=(x+1)(x-3)=x^2-2x-3$。再看 $x_1+x_2=-\frac{b}{a}=\frac{-b+\sqrt{b^2-4ac}}{2a}+\frac{-b-\sqrt{b^2-4ac}}{2a}$，成立；而 $\text{圆锥的侧面积等于底面周长与母线乘积的一半即二分之一}$。

不能断开的：$\left(\frac{1}{1\times2}+\frac{1}{2\times3}+\frac{1}{3\times4}+\frac{1}{4\times5}+\frac{1}{5\times6}\right)$，缩小到 $\sqrt{(x_1-x_2)^2+(y_1-y_2)^2+(z_1-z_2)^2}$。

由 $\frac{1}{2}$ 加 $\frac{1}{3}$ 再加 $\frac{2}{3}$ 又加 $\frac{3}{4}$ 得到一段很长的话，其中 $\frac{4}{5}$ 与 $\frac{5}{6}$ 在下一行里，还有 $\frac{6}{7}$ 与 $\frac{7}{8}$ 和 $\frac{8}{9}$，最后是 $\frac{9}{10}$ 与 $\frac{10}{11}$。

- 在列表里 $a^3+3a^2b+3ab^2+b^3=(a+b)(a^2+2ab+b^2)=(a+b)^3$，所以
  - 更深处 $\left(a+b\right)^3=a^3+3a^2b+3ab^2+b^3$；

> 引用里的 $\ce{2KMnO4 ->[\Delta] K2MnO4 + MnO2 + O2 ^}$，也一样。

$$S_n=\frac{n(a_1+a_n)}{2}=na_1+\frac{n(n-1)}{2}d=\frac{d}{2}n^2+\left(a_1-\frac{d}{2}\right)n \tag{1}$$

$$x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}=\frac{-(-5)\pm\sqrt{(-5)^2-4\times1\times6}}{2\times1}=\frac{5\pm1}{2}$$

| 性质 | 结论 |
|---|---|
| 对称轴 | $x=-\frac{b}{2a}$ |
| 顶点 | $\left(-\frac{b}{2a},\frac{4ac-b^2}{4a}\right)$ |
| 展开 | $y=a(x-h)^2+k=ax^2-2ahx+ah^2+k=ax^2+bx+c$ |
`

const widths = [320, 375, 390, 1024]

/** Cells that are narrower than the part of their formula. */
async function narrowCells(page: Page): Promise<string[]> {
  return page.locator('[class$="--cell"], [class*="--cell "]').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const part = cell.querySelector('[class*="katex-base"]')
      const isCut =
        part !== null && part.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1
      return isCut ? [cell.textContent ?? ''] : []
    }),
  )
}

const wide: Case = {
  name: `no formula is cut without a sign at ${widths.join(', ')} px, nothing lies over another`,
  script: { text, pause: 2 },
  async run({ openChat }) {
    for (const width of widths) {
      const chat = await openChat({ width, height: 2400, scale: 2 })
      await chat.send('讲一讲')
      await chat.finishedAnswer()
      assert.deepEqual(await chat.page.evaluate(formulaFaults), [], `${width} px`)
      assert.deepEqual(await narrowCells(chat.page), [], `${width} px`)
      await pictures(chat.page, `formulas-${width}`)
    }
  },
}

/** Formulas in each form, and those that are wider than their line. */
export const formulas: Case[] = [...forms, wide]
