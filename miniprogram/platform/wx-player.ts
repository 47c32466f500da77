import { HostFailure, HostLacks, type Player } from './ports'
import { failureText, ignored, optional } from './wx-host'

/** What plays now, and how it is ended. */
let stopPlaying: (() => void) | undefined
let isListening = false

/** A call, or another program's sound, pauses ours, and nothing tells the student how it would go on: it is ended. */
function heedInterruptions(): void {
  if (isListening) return
  isListening = true
  optional((wx) => wx.onAudioInterruptionBegin?.(() => stopPlaying?.()))
}

/**
 * An iPhone's mute switch silences the program unless it says this once for all of its sounds; of a single sound it is no longer
 * heeded. `mixWithOther` and `speakerOn` stay at the host's defaults.
 */
function unmute(): void {
  optional((wx) => wx.setInnerAudioOption?.({ obeyMuteSwitch: false, fail: ignored }))
}

/** `wx.createInnerAudioContext`; it is heard when the phone is muted too, since the student asked for it. */
export const wxPlayer: Player = {
  play(path) {
    stopPlaying?.()
    const audio = optional((wx) => wx.createInnerAudioContext?.())
    if (audio === undefined) return Promise.reject(new HostLacks('createInnerAudioContext'))
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        if (stopPlaying === stop) stopPlaying = undefined
        audio.destroy()
        settle()
      }
      const stop = (): void => {
        audio.stop()
        end(() => resolve(false))
      }
      stopPlaying = stop
      heedInterruptions()
      unmute()
      audio.onEnded(() => end(() => resolve(true)))
      audio.onError((reason) => end(() => reject(new HostFailure(failureText(reason)))))
      audio.src = path
      audio.play()
    })
  },
  stop() {
    stopPlaying?.()
  },
}
