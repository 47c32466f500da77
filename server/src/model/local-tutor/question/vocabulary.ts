/**
 * Words around mathematics. Each stands only where a clause begins or ends, and none of them changes what is asked: what is
 * not here, or stands elsewhere, is not understood, and then nothing is answered.
 */
const oneOf = (words: string): string => `(?:${words.trim().split(/\s+/).join('|')})`

/** Politeness, and how detailed the answer shall be. */
const KIND_WORDS = oneOf(`
  请问一下 请问 请您 请你 请 帮我 帮忙 帮帮我 麻烦您 麻烦你 麻烦 老师 你好 您好 谢谢您 谢谢你 谢谢老师 谢谢 多谢 谢了
  看一下 看看 一下 同学 我想问 我想知道 想问 告诉我 教教我 教我 给我 能不能 能 可以 可不可以
  我不会做 我不会算 我不会解 我不会 我不懂 不会做 不会 不懂 我 您 你
  这一道题目 这一道题 这道题目 这道题 这道 这个题目 这个题 这一题 这题 那道题 这个式子 这个算式 这个方程 这些题 题目 题
  下列各题 下面各题 下列各式 下面各式 下列 下面 以下 各题 各式 式子 算式
  怎么做 怎么算 怎么解 怎么求 怎样做 怎样算 怎样解 怎样计算 如何做 如何算 如何解 如何计算 该怎么做 应该怎么做 应该怎么算
  写出每一步 写出过程 写出步骤 写过程 写步骤 写清楚 写出详细过程 写出详细步骤 写出计算过程 写出解题过程 写出解答过程
  写出解题步骤 写出计算步骤 并写出检验 并检验 写出检验 并验算 要过程 要步骤 要详细 要有过程 给出过程 给出步骤
  列出步骤 列出过程 每一步 每步 的过程 的步骤 的计算过程 的解题过程 过程 步骤 思路
  详细讲解 详细讲 详细 仔细 认真 具体 完整 一步一步来 一步一步 一步步 讲解 讲一讲 讲讲 讲一下 解释 说明 说一下 地 并 要
  吗 呢 啊 吧 呀 哦 哈 嘛 了 把
`)
/** Marks between clauses; no sign that means something beside numbers is among them, and no ? that is a number. */
const MARKS = '(?:\\.(?!\\d)|\\?(?!\\s*[+\\-×÷])|[\\s,;!。，；！？、~“”"\'’‘])'
/** Kind words and marks, which mean nothing for the mathematics. */
export const POLITE = new RegExp(`(?:${KIND_WORDS}|${MARKS}|:(?!\\s*\\d))+`, 'y')
/** Marks between sentences. */
export const MARK = new RegExp(`${MARKS}+|:`, 'y')

/** What to do, said before the mathematics. */
export type Task = 'compute' | 'solve' | 'simplify' | 'expand' | 'factor' | 'reduce' | 'common'
const TASKS: readonly (readonly [Task, string])[] = [
  [
    'solve',
    '解不等式 解下列方程组 解下列方程 解方程组 解方程 求方程 求未知数 解比例 解 求解 方程组 方程 不等式',
  ],
  ['factor', '因式分解 分解因式'],
  ['common', '通分'],
  ['reduce', '约分 化成最简分数 化为最简分数'],
  ['expand', '展开 去括号 合并同类项'],
  ['simplify', '化简求值 化简 先化简'],
  [
    'compute',
    '直接写出得数 直接写得数 直接写出结果 列竖式计算 用竖式计算 竖式计算 列竖式 用递等式计算 递等式计算 脱式计算 用简便方法计算 简便方法计算 用简便方法算 简便计算 简便运算 混合运算 四则运算 计算题 计算出 计算 算出 算一算 算算 算 口算 笔算 速算 求值 求出 求 运算 得数',
  ],
]
const TASK_WORDS = TASKS.flatMap(([task, words]) =>
  words.split(' ').map((word) => [word, task] as const),
).sort(([first], [second]) => second.length - first.length)
/** A word that says what to do. */
export const TASK = new RegExp(TASK_WORDS.map(([word]) => word).join('|'), 'y')
/** The task that such a word names. */
export const taskOf = (word: string): Task | undefined => TASK_WORDS.find(([own]) => own === word)?.[1]

/** What introduces something given. */
export const GIVEN = /(?:已知|若|如果|设|当|有)(?!理)/y
/** What an equation is said to be in: 关于 x 的方程. */
export const ABOUT = /关于\s*[a-z]\s*的(?:一元[一二]次|二元一次)?(?:方程|不等式)?组?/y
/** What kind of equation it is said to be. */
export const KIND_OF = /(?:一元[一二]次|二元一次)(?:方程|不等式)组?/y
/** What a pupil says before a result that he asks about: 我算的 x=3，对吗. */
export const CLAIMED =
  /(?:我|他|她|同学)?(?:算|解|做|求|写)(?:出来?)?[的得](?:结果|答案)?(?:是|为)?(?=\s*[a-z]\s*=)/y
/** What leads from the given to the sought. */
export const THEN = /时|那么|则|问/y

/** The value that is asked for. */
export const ASKED =
  /(?:的?(?:值|结果|得数|答案)?\s*(?:等于|是|得|为)\s*(?:几|多少|什么)|(?:等于|得)(?=\s*(?:$|[,;。\n]))|=\s*(?:几|多少)|=?\s*\?|的(?:值|结果|得数|答案|解集|解|根)(?:是|为|等于)?(?:几|多少|什么)?)/y
/** What is sought by its name. */
export const SOUGHT =
  /(?:求|问|那么|则)?\s*(?:(?:方程组?|不等式|它|x)?的(?:解集?|根)|这个数|[a-z](?:\s*[,、和与]\s*[a-z])*)\s*(?:的值|各)?\s*(?:(?:是|等于|为|=)\s*(?:几|多少|什么)?)?\s*\??(?![\d+\-±×÷a-z(=<>≤≥^/_])/y
/** Whether something is right. */
export const JUDGED =
  /(?:,|，|。|\s)*(?:我|这样|这么|这个)?(?:算|做|写|解|答案|结果)?(?:得|的|是)?(?:是?对[的了]?(?:吗|么|嘛|没有?|不对|还是错的?)|对不对|是?正确的?(?:吗|么)|是否正确|是不是对的|错了?(?:吗|没有?)|有没有错|有错吗|哪里错了?|错在哪里?)/y

/** What a pupil writes before the solution. */
export const SOLUTION_MARK = /解\s*:|解(?=\s*[\d(a-z])/y
