/** The part of Skia's path tools that icons need; the package has no typings. */
declare module 'pathkit-wasm' {
  export interface Path {
    /** Becomes the area that a pen of that width covers along it; `null` where that fails. */
    stroke(options: { width: number; join?: object; cap?: object; miter_limit?: number }): Path | null
    /** Becomes what the two come to; its outlines cross nowhere. `null` where that fails. */
    op(other: Path, operation: object): Path | null
    setFillType(type: object): void
    /** A matrix, row by row. */
    transform(...matrix: number[]): Path
    toSVGString(): string
    delete(): void
  }

  export interface PathKit {
    /** `null` where the text is no path. */
    FromSVGString(path: string): Path | null
    NewPath(): Path
    readonly StrokeCap: Readonly<Record<'BUTT' | 'ROUND' | 'SQUARE', object>>
    readonly StrokeJoin: Readonly<Record<'MITER' | 'ROUND' | 'BEVEL', object>>
    readonly FillType: Readonly<Record<'WINDING' | 'EVENODD', object>>
    readonly PathOp: Readonly<Record<'UNION', object>>
  }

  export default function load(options: { wasmBinary: Uint8Array }): Promise<PathKit>
}
