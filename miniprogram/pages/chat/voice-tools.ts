import { ReadAloud, type ReadAloudDependencies } from '../../conversation/read-aloud'
import { VoiceInput, type VoiceInputDependencies } from '../../conversation/voice-input'
import { wxClock } from '../../platform/wx-clock'
import { wxPlayer } from '../../platform/wx-player'
import { wxRecorder } from '../../platform/wx-recorder'

/** What speech and hearing need of whoever uses them. */
export type VoiceNeeds = Omit<VoiceInputDependencies, 'recorder' | 'clock' | 'changed'> &
  Omit<ReadAloudDependencies, 'player' | 'changed'> & {
    heard: VoiceInputDependencies['changed']
    read: ReadAloudDependencies['changed']
  }

/** Speech and hearing on this phone. To be loaded when one of them is asked for: most answers are read, and before the first frame none is. */
export class VoiceTools {
  readonly input: VoiceInput
  readonly aloud: ReadAloud

  constructor({ heard, read, ...needs }: VoiceNeeds) {
    this.input = new VoiceInput({ ...needs, recorder: wxRecorder, clock: wxClock, changed: heard })
    this.aloud = new ReadAloud({ ...needs, player: wxPlayer, changed: read })
  }
}
