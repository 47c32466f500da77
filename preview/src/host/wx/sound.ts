import { errorText } from '../browser'
import { createEmitter } from '../emitter'
import { number, type Options } from './call'
import { programFile } from './documents'
import { keepTemporaryFile } from './files'
import { wavFile } from './wav'

/** Samples of one call of the recording. */
const BLOCK = 4096
const DEFAULT_DURATION_MS = 60_000

/** What is being recorded; it ends once. */
interface Recording {
  end(): void
}

/**
 * wx.getRecorderManager: the browser's microphone as a WAV file, since no browser writes mp3. There is one, and it tells whoever
 * listens.
 */
function createRecorder() {
  const started = createEmitter<Options>()
  const stopped = createEmitter<Options>()
  const failed = createEmitter<Options>()
  let recording: Recording | undefined
  const start = async (options: Options = {}): Promise<void> => {
    if (recording !== undefined) return failed.emit({ errMsg: 'operateRecorder:fail is recording' })
    try {
      recording = await record(options, (file, duration) => {
        recording = undefined
        stopped.emit({ tempFilePath: keepTemporaryFile(file), duration, fileSize: file.size })
      })
      started.emit({})
    } catch (error) {
      failed.emit({ errMsg: `operateRecorder:fail ${errorText(error)}` })
    }
  }
  return {
    start: (options?: Options) => void start(options),
    stop: () => recording?.end(),
    onStart: started.on,
    onStop: stopped.on,
    onError: failed.on,
  }
}

async function record(options: Options, ended: (file: Blob, duration: number) => void): Promise<Recording> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true })
  const context = new AudioContext({ sampleRate: number(options, 'sampleRate') ?? 8000 })
  const source = context.createMediaStreamSource(microphone)
  const listener = context.createScriptProcessor(BLOCK, 1, 1)
  const blocks: Float32Array[] = []
  const begun = performance.now()
  listener.onaudioprocess = ({ inputBuffer }) => blocks.push(inputBuffer.getChannelData(0).slice())
  source.connect(listener)
  listener.connect(context.destination)
  const end = (): void => {
    clearTimeout(limit)
    listener.disconnect()
    for (const track of microphone.getTracks()) track.stop()
    void context.close()
    const samples = new Float32Array(blocks.length * BLOCK)
    for (const [index, block] of blocks.entries()) samples.set(block, index * BLOCK)
    ended(wavFile(samples, context.sampleRate), performance.now() - begun)
  }
  const limit = setTimeout(end, number(options, 'duration') ?? DEFAULT_DURATION_MS)
  return { end }
}

/** wx.createInnerAudioContext, as far as a program that plays a file needs it. */
function createInnerAudioContext() {
  const audio = new Audio()
  const ended = createEmitter<Options>()
  const failed = createEmitter<Options>()
  audio.onended = () => ended.emit({})
  audio.onerror = () => failed.emit({ errCode: 10001, errMsg: audio.error?.message ?? '' })
  return {
    obeyMuteSwitch: true,
    set src(path: string) {
      const file = programFile(path)
      audio.src = file === undefined ? path : URL.createObjectURL(file)
    },
    play: () => void audio.play().catch((error: unknown) => failed.emit({ errMsg: errorText(error) })),
    stop: () => audio.pause(),
    destroy: () => {
      audio.onended = null
      audio.onerror = null
      audio.pause()
    },
    onEnded: ended.on,
    onError: failed.on,
  }
}

let recorder: ReturnType<typeof createRecorder> | undefined

export const soundApi = {
  getRecorderManager: () => {
    recorder ??= createRecorder()
    return recorder
  },
  createInnerAudioContext,
}
