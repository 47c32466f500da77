/** What is asked about two photographed pages. */
export const QUESTION = '第 2 题和第 3 题怎么做？'

/** A question and an answer with all that is hard to find room for: a word without an end, and twenty exercises. */
export const WIDE_WORD = 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(3)
export const unusualAnswer = Array.from(
  { length: 20 },
  (_, index) =>
    `## 第 ${index + 1} 题\n\n${index === 19 ? WIDE_WORD : '移项'}，得 $x=${index}$\n\n**答案：** $x=${index}$`,
).join('\n\n')

/** Its answer, as a model writes it: two exercises with steps, a displayed formula and a result each. */
export const homeworkAnswer = `## 第 2 题

解方程 $3x-4=11$

1. 移项，把常数移到右边：

$$3x=11+4$$

2. 合并同类项，得 $3x=15$
3. 两边除以 3

**答案：** $x=5$

检验：$3\\times5-4=11$，等号成立，所以 $x=5$ 是原方程的解。

## 第 3 题

解方程 $2(x+3)=16$

1. 去括号，得 $2x+6=16$
2. 移项，得 $2x=10$
3. 两边除以 2

**答案：** $x=5$

检验：$2\\times(5+3)=16$，等号成立。
`
