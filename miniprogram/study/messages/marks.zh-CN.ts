/** What a student reads on a page of theirs that was marked. */
export const markMessages = {
  /** Of each verdict: what is counted, its sign where that is a character, and what a reader hears. */
  wrong: { name: '错', sign: '', heard: '错了' },
  right: { name: '对', sign: '', heard: '对' },
  unanswered: { name: '没写', sign: '空', heard: '没写' },
  unclear: { name: '看不清', sign: '?', heard: '看不清' },
  marking: '正在批改…',
  failed: '没能在原页上标出来，批改写在下面。',
  counts: '批改结果',
  page: (page: number, pages: number) => `批改过的第 ${page} 页，共 ${pages} 页`,
  exercise: (no: string) => (/^\d/.test(no) ? `第 ${no} 题` : no),
  label: (name: string, heard: string) => `${name}，${heard}，点开看说明`,
  summary: (total: number, wrong: number, first: string) => `${total} 道题，错 ${wrong} 道，先看${first}`,
  allRight: (total: number) => (total === 1 ? '这一题做对了。' : `${total} 道题全对。`),
  noneWrong: (total: number) => `${total} 道题，没有做错的。`,
  /** Nothing that could be judged: all of it unwritten, all of it unreadable, or some of each. */
  noneWritten: (total: number) => (total === 1 ? '这一题还没有写。' : `${total} 道题都还没有写。`),
  noneRead: (total: number) =>
    total === 1 ? '这一题看不清，没有判。' : `${total} 道题都看不清，没有判。可以重拍一张清楚的。`,
  noneJudged: (total: number) => `${total} 道题，有的没写，有的看不清，都没有判。`,
  nothing: '没有看到写好的题目，可以重拍一张清楚的。',
  loose: '没在页上标出来的题',
  written: '你写的',
  correct: '应该是',
  unclearNote: '这一题看不清，没有判。可以重拍这一处。',
  unansweredNote: '这一题还没有写。',
  explain: '讲讲这一题',
  /** Only who wrote something wrong asks where it is; the exercise stands below, where it could be read. */
  askExplain: (no: string, text: string, isWrong: boolean) =>
    [`讲讲${no}，${isWrong ? '我错在哪里，应该怎么做？' : '一步一步来。'}`, text.trim()]
      .filter(Boolean)
      .join('\n'),
  nextWrong: '下一道错题',
  close: '关闭',
} as const
