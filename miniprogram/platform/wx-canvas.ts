import { HostLacks } from './ports'
import { optional } from './wx-host'

/** What a canvas of WeChat's offers of the web's. */
export interface Canvas {
  width: number
  height: number
  getContext(kind: '2d'): Context
  createImage(): Picture
  /** Of a canvas on a page since 2.11.0; of one off the screen no document promises it. */
  toDataURL?(type: string, quality: number): string
}
/** The part of a canvas' context that pictures are drawn by. */
export interface Context {
  translate(x: number, y: number): void
  rotate(radians: number): void
  drawImage(picture: Picture, x: number, y: number, width: number, height: number): void
  font: string
  fillStyle: string
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { width: number }
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray }
}
/** A picture that a canvas can draw, once it is loaded. */
export interface Picture {
  readonly width: number
  readonly height: number
  src: string
  onload: () => void
  onerror: (reason: unknown) => void
}

/** A canvas that stands on no page (base library 2.16.1). Throws {@link HostLacks} where there is none. */
export function offscreenCanvas(): Canvas {
  const canvas: unknown = optional((wx) => wx.createOffscreenCanvas?.({ type: '2d', width: 1, height: 1 }))
  if (!isCanvas(canvas)) throw new HostLacks('canvas of type 2d')
  return canvas
}

/** Before 2.16.1 the host gives a canvas that draws WebGL only and makes no images of this kind. */
function isCanvas(value: unknown): value is Canvas {
  return typeof value === 'object' && value !== null && 'createImage' in value && 'getContext' in value
}
