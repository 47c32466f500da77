import { parseMessage } from '../../src/socket/client-message'

describe("the name of a client's link", () => {
  const resume = { type: 'resume', token: 't', request_id: 'r', after_seq: 1 }

  test.each(['lm5k-0a9z:12', 'a:0', `${'r'.repeat(64)}:999999999999999`])('%s is known', (link) => {
    const [run, number] = link.split(':')
    expect(parseMessage({ ...resume, link })).toMatchObject({ linkName: { run, number: Number(number) } })
  })

  test.each([
    '',
    'a',
    ':1',
    'a:',
    'a:-1',
    'a:1.5',
    'a b:1',
    `${'r'.repeat(65)}:1`,
    'a:1:2',
    'a:1\n',
    7,
    null,
    {},
  ])('%p says nothing, and its message counts all the same', (link) => {
    expect(parseMessage({ ...resume, link })).toEqual(parseMessage(resume))
  })
})
