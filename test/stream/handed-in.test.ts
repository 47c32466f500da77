import { World } from '../support/world'

describe('an answer comes whole and settles', () => {
  test.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('not today')
      },
    ],
    ['rejects', () => Promise.reject(new Error('not today'))],
  ])('where the report of it %s, which is logged', async (_way, report) => {
    const logged: unknown[] = []
    const quiet = () => undefined
    const error = (line: string) => void logged.push(line)
    const world = new World(['一', '二'], undefined, {
      report,
      logger: { debug: quiet, info: quiet, warn: quiet, error },
    })
    world.open()
    world.deliver(9)
    await expect(world.stream.result).resolves.toMatchObject({ text: '一二' })
    expect(logged).toEqual(['[WebSocket] a report threw'])
    expect([world.openWires, world.listening]).toEqual([0, 0])
  })
})
