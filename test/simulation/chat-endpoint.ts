import { writeAnswer } from './scripted-answer'
import { begin, type Line, type Service, type ServiceParts } from './scripted-host'

interface Completion {
  body: { messages: { content: string }[] }
}

/** An endpoint of chat completions: an answer belongs to its request, and dies with it. */
export class ChatEndpoint implements Service {
  private readonly endings = new Set<() => void>()

  constructor(private readonly parts: ServiceParts) {}

  asked(text: string, line: Line): void {
    const { time, schedule, record } = this.parts
    const { body }: Completion = JSON.parse(text.slice(text.indexOf('{')))
    const words = body.messages.at(-1)?.content ?? ''
    begin(record, words)
    const send = (data: string) => line.send(`data: ${data}\n\n`)
    const say = (content: string, reason: string | null = null) =>
      send(JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: reason }] }))
    const end = writeAnswer(time, schedule, words, {
      delta: (delta) => say(delta),
      ended: (ending) => {
        if (ending === 'refuse') line.refuse()
        else if (ending === 'finish') {
          say('', 'stop')
          send('[DONE]')
        }
        line.close()
      },
    })
    this.endings.add(end)
    line.onClosed(end)
  }

  died(): void {
    for (const end of this.endings) end()
  }

  /** It can be told of none. */
  stopped(requestId: string): void {
    this.parts.record.violations.push(`${requestId}: an endpoint of chat completions was told of a stop`)
  }
}
