import { aPhoneForEachTest, Program } from '../support/ask'

const on = aPhoneForEachTest()

/** What the first message of the newest link calls the installation. */
function named(program: Program): unknown {
  program.ask()
  program.phone.socket.open()
  return Object(program.phone.socket.sent[0]).client_id
}

test('an installation has one name in each of its questions and runs, and no other installation has it', () => {
  const first = named(on.program)
  expect(first).toMatch(/^[0-9a-z]+-[0-9a-z]{20}$/)
  expect(named(on.program)).toBe(first)
  expect(named(new Program(on.program.phone))).toBe(first)
  expect(named(new Program())).not.toBe(first)
})

test('a link that comes back says the same name', () => {
  const { phone } = on.program
  on.program.answering()
  const first: unknown = Object(phone.socket.sent[0]).client_id
  phone.socket.drop()
  jest.advanceTimersByTime(1000)
  phone.socket.open()
  expect(phone.socket.sent[0]).toMatchObject({ type: 'resume', client_id: first })
})

/** The name of the link over which an answer is resumed. */
function resumed(program: Program): { run: string; number: number } {
  program.phone.socket.drop()
  jest.advanceTimersByTime(1000)
  program.phone.socket.open()
  const { type, link }: { type?: string; link?: string } = Object(program.phone.socket.sent[0])
  expect(type).toBe('resume')
  const [run = '', number = ''] = String(link).split(':')
  return { run, number: Number(number) }
}

test('links that come back are counted over all answers of a run, and another run counts anew under another name', () => {
  const { program } = on
  program.answering()
  const first = resumed(program)
  expect(first).toMatchObject({ run: expect.stringMatching(/^[0-9a-z]+-[0-9a-z]{20}$/), number: 1 })
  expect(resumed(program)).toEqual({ ...first, number: 2 })
  program.answering()
  expect(resumed(program)).toEqual({ ...first, number: 3 })
  const next = new Program(program.phone)
  next.answering()
  const other = resumed(next)
  expect(other.number).toBe(1)
  expect(other.run).not.toBe(first.run)
})
