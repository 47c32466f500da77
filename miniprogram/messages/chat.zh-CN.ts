/** What a student reads of the modes of an answer, and of what follows one; beside `zh-CN.ts`, which has the rest. */
export const chatMessages = {
  /** The kinds of answer to choose from; `line`: what one does, said when it is chosen. */
  modes: {
    label: '要哪种回答',
    solve: { name: '解答', line: '一步一步写出解答，最后给答案。' },
    hint: { name: '提示', line: '一次只给一个提示，答案留给你自己。' },
    /** Between the two halves stand the signs for right and wrong; the pause stays with them, never at the beginning of a line. */
    check: { name: '批改', line: '拍写好的作业，我在原页上标', pause: '，', lineEnd: '说明错在哪。' },
    signs: '对错',
    change: (name: string) => `要哪种回答：${name}`,
    addition: '想补充一句？可以不写',
    work: '写下答案，或拍下作业',
    missing: {
      solve: '请写下问题，或拍下作业',
      hint: '请写下问题，或拍下作业',
      check: '请拍下写好的作业，或写下你的答案',
    },
  },
  tiles: {
    hint: '先给提示',
    hintNote: '只点思路，自己算',
    check: '批改作业',
    checkNote: '在原页上标出来',
  },
  mistakes: {
    entry: '错题',
    due: (count: number) => `错题，${count} 道今天到期`,
    none: '错题本',
    review: '今日复习',
    reviewNote: (count: number, minutes: number) => `${count} 道错题到期，大约 ${minutes} 分钟`,
    begin: '开始',
    notOpened: '没能打开，请再点一次',
    asked: '错题本里的这道题',
  },
  /** What an answer's margin and head say, by the mode it was asked in. */
  heads: {
    solve: { glyph: '解', heading: '解答' },
    hint: { glyph: '示', heading: '提示' },
    check: { glyph: '批', heading: '批改' },
    similar: { glyph: '题', heading: '类似的题' },
  },
  notebook: {
    marked: (total: number, wrong: number, right: number) => {
      const judged = [wrong === 0 ? '' : `错 ${wrong}`, right === 0 ? '' : `对 ${right}`].filter(Boolean)
      return `${total} 题：${judged.length === 0 ? '没有判' : judged.join('，')}`
    },
    review: '复习',
    mistakes: '错题本',
    me: '我的',
    reviewDue: (count: number) => `复习，${count} 道今天到期`,
  },
  hints: {
    name: (level: number, what: string) => `提示 ${level}：${what}`,
    steps: ['看什么', '怎么起步', '关键一步', '完整解答'],
    last: '答',
    ladder: '提示的步骤',
    done: (step: string) => `${step}，已看过`,
    coming: (step: string) => `${step}，还没看`,
    mine: '我算好了，帮我看',
    more: '再给一个提示',
    whole: '看完整解答',
    stuck: '还是卡住？也可以直接',
    askWhole: '请写出完整的解答过程',
  },
  similar: {
    open: '做完了，看解答',
    shut: '先在纸上做一遍，再看解答。',
    ask: '再来一道类似的题',
  },
  /** Chips under an answer, and what each asks: of the exercise that is read, where there are several. */
  next: {
    label: '接下来',
    step: '没看懂这一步',
    method: '换种方法',
    similar: '再来一道类似的',
    again: '重新回答',
    askStep: (no: string) => `${ofExercise(no)}没看懂，请把每一步讲细一点，说说为什么这样做`,
    askMethod: (no: string) => `${ofExercise(no)}请换一种方法再做一遍`,
    askSimilar: (no: string) =>
      `请出一道和${no === '' ? '刚才这题' : `第 ${no} 题`}类似的题让我练，先不要写答案`,
    followUps: '接着问',
    answers: (shown: number, total: number) => `第 ${shown} 个回答，共 ${total} 个`,
    earlier: '看前一个回答',
    later: '看后一个回答',
  },
  voice: {
    hold: '按住说话',
    asking: '正在打开麦克风…',
    recording: '正在听，松手转成文字，上滑取消',
    throwing: '松手取消，这段不要',
    reading: '正在转成文字…',
    problems: {
      allowed: '可以了，按住说话',
      unopened: '没能打开麦克风，请再试一次',
      broken: '录音中断了，请再说一次',
      short: '说话时间太短，按住再说一次',
      nothing: '没有听到说话，按住再说一次',
    },
    readAloud: '朗读',
    formula: '公式',
    silence: '停止朗读',
  },
  /** A card that is sent to others: it tells nothing of the student. */
  share: { title: '五好伴学：拍下作业，一步一步讲' },
  /** An answer as a picture. */
  sheet: {
    make: '存成图片',
    more: '……后面的在小程序里看',
    foot: '五好伴学 · AI 生成，请核对后使用',
    failed: '没能做成图片，请再试一次',
  },
  keep: {
    keep: '收进错题本',
    keeping: '正在收进…',
    kept: '已收进',
    open: '已收进错题本，点开看',
    saved: '已收进错题本，今天就可以复习',
    already: '这道题已经在错题本里了',
    /** For a question of pages without words whose title is not known. */
    unnamed: '照片里的题',
  },
} as const

function ofExercise(no: string): string {
  return no === '' ? '' : `第 ${no} 题`
}
