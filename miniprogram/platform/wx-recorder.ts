import { HostFailure, HostLacks, HostRefusal, type Recorder, type Recording } from './ports'
import { answered, ignored, optional, withinBound } from './wx-host'
import { failureUnder, systemRefuses } from './wx-leave'

/** Milliseconds to begin, in which a host without `authorize` asks the student, and to write what was recorded. */
const BEGINNING = 30_000
const WRITING = 8000

/** What the one recorder of the host tells; it has no way to listen less. */
interface Ears {
  started(): void
  /** It ended, by whomever. */
  stopped(path: string): void
  failed(reason: unknown): void
}
const deaf: Ears = { started: ignored, stopped: ignored, failed: ignored }
let ears = deaf
let manager: WechatMiniprogram.RecorderManager | undefined

function recorder(): WechatMiniprogram.RecorderManager | undefined {
  if (manager !== undefined) return manager
  manager = optional((wx) => wx.getRecorderManager?.())
  manager?.onStart(() => ears.started())
  manager?.onStop(({ tempFilePath }) => ears.stopped(tempFilePath))
  manager?.onError((reason) => ears.failed(reason))
  // A call or another program's sound: what was said until then is what there is.
  optional(() => manager?.onInterruptionBegin?.(() => manager?.stop()))
  return manager
}

/** `wx.getRecorderManager`: speech needs no more than one channel at 16 kHz. */
export const wxRecorder: Recorder = {
  allow() {
    return answered((wx, resolve, fail) => {
      // The student may have let the program, and the phone still not WeChat: then the host's recorder only fails.
      if (systemRefuses('microphoneAuthorized'))
        return fail(new HostRefusal('SYSTEM_REFUSED', 'the phone keeps the microphone from WeChat'))
      // A host without the question asks by itself when the recording begins.
      if (wx.authorize === undefined) return resolve()
      wx.authorize({ scope: 'scope.record', success: () => resolve(), fail })
    })
  },

  start(limit) {
    const host = recorder()
    if (host === undefined) return Promise.reject(new HostLacks('getRecorderManager'))
    const begun = new Promise<Recording>((resolve, reject) => {
      let ended: { path: string } | { reason: HostFailure } | undefined
      let told: ((end: { path: string } | { reason: HostFailure }) => void) | undefined
      const end = (how: { path: string } | { reason: HostFailure }): void => {
        ears = deaf
        ended = how
        told?.(how)
      }
      ears = {
        started: () =>
          resolve({
            stop: () =>
              withinBound(
                new Promise((stopped, broken) => {
                  told = (how) => ('path' in how ? stopped(how.path) : broken(how.reason))
                  if (ended === undefined) host.stop()
                  else told(ended)
                }),
                WRITING,
              ),
          }),
        stopped: (path) => {
          end({ path })
          reject(new HostFailure('it ended before it began'))
        },
        failed: (reason) => {
          const failure = failureUnder(reason, 'microphoneAuthorized')
          end({ reason: failure })
          reject(failure)
        },
      }
      host.start({
        duration: limit,
        sampleRate: 16000,
        numberOfChannels: 1,
        encodeBitRate: 48000,
        format: 'mp3',
      })
    })
    return withinBound(begun, BEGINNING).catch((error: unknown) => {
      // Should it begin after all, nobody waits for it.
      ears = deaf
      optional(() => host.stop())
      throw error
    })
  },
}
