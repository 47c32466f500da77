/**
 * What the program needs of its host, as small interfaces. The core is handed these, bound to WeChat, or by a test or a simulation to a world
 * of its own.
 */

/** Takes back a subscription or a timer. Calling it twice is harmless. */
export type Cancel = () => void

/** Time and one-shot timers. */
export interface Clock {
  /** Milliseconds that only go forward, from any beginning: how long something took, and never a date. */
  now(): number
  /** Calls `callback` once, `delay` milliseconds from now, unless it is cancelled. */
  setTimer(callback: () => void, delay: number): Cancel
}

/** The date as the phone has it set. It may jump at any moment: nothing is measured by it. */
export interface Calendar {
  /** Milliseconds since the epoch. */
  date(): number
}

/** What a socket tells. After `closed` nothing more is told. */
export interface SocketHandlers {
  /** It is open; only now may something be sent or the socket be closed. */
  opened(socket: Socket): void
  /** One text message. */
  message(text: string): void
  /** It failed or was closed, once, whichever the host reports first. Devices do not report codes reliably: none is given. */
  closed(reason: string): void
  /** In place of `closed`: the phone has no room for another one now. Nothing went out, and the network was not tried. */
  full(reason: string): void
}

/** A socket that is open. */
export interface Socket {
  /** Sends one text message; `failed` is called if the host says that it could not. */
  send(text: string, failed: (reason: string) => void): void
  /** Closes with 1000. */
  close(): void
}

/** Opens sockets. */
export interface SocketFactory {
  /** Begins to open a socket. Never throws: what cannot be opened is told as `closed`. `timeout` in milliseconds. */
  connect(url: string, timeout: number, handlers: SocketHandlers): void
}

/** One POST whose answer is read in chunks. */
export interface ChunkedRequestOptions {
  url: string
  headers: Record<string, string>
  body: string
  /** Milliseconds for the whole request. */
  timeout: number
  /** A host that cannot read in chunks gives the answer in one piece at its end, instead of `unsupported`. */
  wholeWillDo?: true
}

/** The head of an HTTP answer. Names of headers in lower case. */
export interface ResponseHead {
  status: number
  headers: Readonly<Record<string, string>>
}

/** What a request tells whose answer comes in pieces. After `ended`, `failed`, `full` or `unsupported` nothing more is told. */
export interface ChunkedHandlers {
  /** The head of the answer has come: the server is there. `head`: what it says, where the host tells that before the end. */
  opened(head: ResponseHead | undefined): void
  /** Bytes, or text of a host that has read them already. */
  chunk(piece: ArrayBuffer | string): void
  /** Names of headers in lower case. */
  ended(status: number, headers: Readonly<Record<string, string>>): void
  failed(reason: string): void
  /** In place of `failed`: the phone has no room for another request now, and sent nothing. */
  full(reason: string): void
  /** The host turned out not to be able to: nothing was sent, and `supported` is false from now on. */
  unsupported(): void
}

/** HTTP whose answer is read while it comes, for networks that block WebSocket. */
export interface ChunkedRequests {
  /** False where the host cannot do it (an old base library, the PC client). */
  supported(): boolean
  /** Starts a POST; the result gives it up. Never throws: what cannot be started is told as `failed`. */
  post(options: ChunkedRequestOptions, handlers: ChunkedHandlers): Cancel
}

/** `returned`: connected (again, or to another network). `lost`: no network. `recovered`: a weak network is strong again. */
export type NetworkChange = 'lost' | 'returned' | 'recovered'

/** The program's own life and its network. Where the host cannot tell, a listener is simply never called. */
export interface Lifecycle {
  onHide(listener: () => void): Cancel
  onShow(listener: () => void): Cancel
  onNetworkChange(listener: (change: NetworkChange) => void): Cancel
}

/** Values that outlive the program. A host that cannot store forgets: nothing throws. */
export interface KeyValueStore {
  /** The stored value, or `undefined`. */
  get(key: string): unknown
  /** `value` must survive JSON. */
  set(key: string, value: unknown): void
  remove(key: string): void
}

/** One plain call. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  /** Goes out as JSON. */
  body?: unknown
  /** Milliseconds. */
  timeout: number
  /** The answer is bytes: then `body` of it is an `ArrayBuffer`, whatever its status. */
  binary?: boolean
}

/** Whatever the server answered, also 4xx and 5xx. `body` is parsed JSON, or the text where it is none. */
export interface HttpResponse {
  status: number
  body: unknown
}

/** Plain calls. */
export interface Http {
  /** Rejects, with the host's failure, where no answer came. */
  send(request: HttpRequest): Promise<HttpResponse>
}

/** One file on its way to the server, as a multipart POST. */
export interface FileUpload {
  url: string
  headers: Record<string, string>
  /** Path of a file on the device. */
  path: string
  /** Name of the multipart field. */
  field: string
  /** Whole per cent, 0–100. */
  onProgress(percent: number): void
  /** Milliseconds. */
  timeout: number
}

/** Uploads files from the device. */
export interface Uploads {
  /** `response` rejects with {@link HostFailure}, also after `abort`. */
  start(upload: FileUpload): { response: Promise<HttpResponse>; abort: Cancel }
  /** Bytes of a file on the device; `gone` where there is no such file, `undefined` where the host does not tell. */
  size(path: string): Promise<number | 'gone' | undefined>
}

/** Files that the program writes on the device. */
export interface Files {
  /** Writes a file, over one of the same name; gives its path. Rejects with {@link HostFailure}. */
  write(name: string, bytes: ArrayBuffer): Promise<string>
}

/** The host could not do what was asked: no network, or aborted. */
export class HostFailure extends Error {
  override readonly name: string = 'HostFailure'
}

/** The host has no such API: trying again cannot help. */
export class HostLacks extends HostFailure {
  override readonly name = 'HostLacks'

  constructor(api: string) {
    super(`the host has no ${api}`)
  }
}

/**
 * What stands between the program and a thing of the student's: they have not agreed to the privacy guide, have not let the program, or the
 * phone does not let WeChat.
 */
export type RefusalCode = 'PRIVACY_REFUSED' | 'SCOPE_REFUSED' | 'SYSTEM_REFUSED'

/** The host has it and could, but may not: each code has a way on of its own. */
export class HostRefusal extends HostFailure {
  override readonly name = 'HostRefusal'

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message)
  }
}

/** Lines for developers (debug) and operators (the others). No question, answer or token goes into one. */
export interface Logger {
  debug(message: string, ...details: unknown[]): void
  info(message: string, ...details: unknown[]): void
  warn(message: string, ...details: unknown[]): void
  error(message: string, ...details: unknown[]): void
}

/** In pixels. */
export interface Size {
  width: number
  height: number
}

/** A small grey copy of a picture, row by row. */
export interface PictureSample {
  /** Pixels of the whole picture. */
  width: number
  height: number
  /** Pixels of the copy. */
  columns: number
  rows: number
  /** Brightness of each pixel of the copy, 0–255. */
  luma: Uint8Array
}

/** A part of a picture, in fractions of its width and height from the upper left corner. */
export interface PictureBox {
  x: number
  y: number
  width: number
  height: number
}

/** What is done to a picture: it is turned, then cut. */
export interface PictureEdit {
  /** Quarter turns clockwise. */
  turns: 0 | 1 | 2 | 3
  /** The part of the turned picture that is kept; all of it where it is not given. */
  crop?: PictureBox
}

/** Looks into pictures on the device and draws them anew. Both reject with {@link HostFailure}. */
export interface Pictures {
  /** A copy whose longer side has at most `side` pixels. */
  sample(path: string, side: number): Promise<PictureSample>
  /** Draws the picture edited, its longer side at most `side` pixels, and gives the path of the new file. */
  draw(path: string, edit: PictureEdit, side: number): Promise<string>
}

/** A recording that runs. */
export interface Recording {
  /** Ends it; gives the path of its file (mp3). Rejects with {@link HostFailure}, also where the host ended it by itself. */
  stop(): Promise<string>
}

/** Records what is said. */
export interface Recorder {
  /** Asks the student for leave to listen, where that was not said yet. Rejects with {@link HostRefusal} where they or their phone refuse. */
  allow(): Promise<void>
  /** Begins; the host ends it after `limit` milliseconds. Rejects with {@link HostFailure}. */
  start(limit: number): Promise<Recording>
}

/** Plays sounds, one at a time. */
export interface Player {
  /** Plays a file on the device; whether it was heard to its end, and not stopped before. Rejects with {@link HostFailure}. */
  play(path: string): Promise<boolean>
  stop(): void
}

/** The height of a line on a sheet by the size of its letters. */
export const LINE_HEIGHT = 1.5

/** A line of text on a picture. */
export interface SheetLine {
  text: string
  /** Pixels of its letters. */
  size: number
  bold: boolean
  tone: 'ink' | 'soft'
  /** What stands beside it in the margin; empty where nothing does. */
  sign: string
  /** Pixels above it. */
  gap: number
}
