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
