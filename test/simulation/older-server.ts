import { writeAnswer } from './scripted-answer'
import { begin, type Line, type Service, type ServiceParts } from './scripted-host'

interface OlderAsk {
  type?: string
  params?: { content: string }
}

/** A tutor's server of before there were numbers: an answer belongs to its socket, and dies with it. */
export class OlderServer implements Service {
  private readonly endings = new Set<() => void>()
  /** Questions of whose answers the program has heard something. */
  private readonly heard = new Set<string>()
  /** A program that sleeps, or dies, may not have heard what its phone has. */
  private readonly isAwake: boolean

  constructor(private readonly parts: ServiceParts) {
    const { faults } = parts.schedule
    this.isAwake = faults.every(({ kind }) => kind !== 'background' && kind !== 'program_killed')
  }

  asked(text: string, line: Line): void {
    const { time, schedule, record } = this.parts
    // It knows no event stream.
    if (text.startsWith('POST ')) {
      line.refuse()
      return
    }
    const { type, params }: OlderAsk = JSON.parse(text)
    if (type === 'resume') record.violations.push('an older server was asked to resume')
    const words = params?.content ?? ''
    if (this.isAwake && this.heard.has(words))
      record.violations.push('an older server was asked a second time')
    begin(record, words)
    const say = (frame: object) => line.send(JSON.stringify(frame), () => this.heard.add(words))
    let whole = ''
    const end = writeAnswer(time, schedule, words, {
      delta: (content) => {
        whole += content
        say({ type: 'content', content, full_content: whole })
      },
      ended: (ending) => {
        if (ending !== 'finish') say({ type: 'error', message: '?' })
        else {
          say({ type: 'content_finished', full_content: whole })
          time.after(schedule.savingTime, () => say({ type: 'done', question_id: 'q', session_id: 's' }))
        }
        if (ending !== 'finish') line.close()
        else time.after(schedule.savingTime, () => line.close())
      },
    })
    this.endings.add(end)
    line.onClosed(end)
  }

  died(): void {
    for (const end of this.endings) end()
  }

  /** It has no such call. */
  stopped(): void {}
}
