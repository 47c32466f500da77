import type { Correction } from '../../../typings/protocol'
import { messages } from '../messages/zh-CN'
import { type Subject, subjectOf } from '../model/subjects'
import type { ExtrasMaterial } from './extras-prompt'
import { followUpsOf, type MadeExtras, titleOf } from './made-extras'

/** Words that tell a subject, where nobody chose one. */
const TELLING: readonly (readonly [Subject, RegExp])[] = [
  ['math', /[0-9０-９x-y]\s*[-+×÷*/=＝<>^²³]|方程|计算|面积|周长|分数|小数|函数|几何|三角形|概率/],
  ['english', /英语|英文|单词|翻译成?中文|(?<![a-z])[a-z]{3,}(\s+[a-z]{2,}){2}/i],
  ['chinese', /语文|作文|古诗|文言文|阅读理解|修辞|拼音|成语/],
  ['physics', /物理|浮力|压强|电路|电阻|速度|加速度|牛顿/],
  ['chemistry', /化学|\\ce\{|反应|元素|分子|溶液/],
  ['biology', /生物|细胞|光合作用|遗传|基因/],
  ['history', /历史|朝代|战争|革命/],
  ['geography', /地理|气候|经纬|地形|洋流/],
  ['politics', /政治|道德与法治|宪法|公民/],
]

/**
 * Extras without a model: the title and the subject are what the student's own words tell, and the questions ask for the steps
 * that the answer names. Nothing is made up.
 */
export function localExtras(material: ExtrasMaterial, correction: Correction | null): MadeExtras {
  const { mode, subject, question, exercise, answer } = material
  const words = [question, exercise, readIn(answer)].find((text) => text.trim() !== '') ?? ''
  return {
    title: correction !== null && mode === 'check' ? titleOfCheck(correction) : titleOf(firstSentence(words)),
    subject: subjectOf(subject) ?? subjectIn(`${words}\n${answer}`),
    follow_ups: mode === 'check' ? [] : followUpsOf(stepsIn(answer).map(messages.whyStep)),
    correction,
  }
}

function titleOfCheck({ right, wrong, unanswered }: Correction): string | null {
  return titleOf(messages.checkedTitle(right, wrong, unanswered))
}

function firstSentence(text: string): string {
  return text.trim().split(/[。！？!?\n]/)[0] ?? ''
}

/** The first line of the page, as the local tutor tells that it read it. */
function readIn(answer: string): string {
  return /^> ?(.*\S.*)$/m.exec(answer)?.[1] ?? ''
}

function subjectIn(text: string): Subject {
  return TELLING.find(([, words]) => words.test(text))?.[0] ?? 'other'
}

/** Steps of which the local tutor can say why they may be taken. */
function stepsIn(answer: string): string[] {
  return ['移项', '去分母', '去括号', '合并同类项', '通分', '约分'].filter((step) => answer.includes(step))
}
