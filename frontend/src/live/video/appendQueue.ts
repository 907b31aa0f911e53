/** What waits for a SourceBuffer, in order: a change of codec, an init segment, or fragments with their offset. */
export type Append =
  | { kind: 'init'; mime: string; data: Uint8Array<ArrayBuffer> }
  | { kind: 'media'; offset: number; data: Uint8Array<ArrayBuffer> }

/** Bytes that may wait; beyond it the buffer is stuck and everything starts again. About 40 s of a sub-stream. */
const LIMIT = 4_000_000

export class AppendQueue {
  private items: Append[] = []
  private bytes = 0

  get overflowing(): boolean {
    return this.bytes > LIMIT
  }

  get empty(): boolean {
    return this.items.length === 0
  }

  push(item: Append): void {
    this.items.push(item)
    this.bytes += item.data.length
  }

  clear(): void {
    this.items = []
    this.bytes = 0
  }

  /**
   * The next thing to append; waiting fragments of one offset come as one piece, so that the element works less often.
   */
  take(): Append | undefined {
    const first = this.items[0]
    if (!first) return undefined
    let count = 1
    if (first.kind === 'media') {
      while (count < this.items.length && joins(first, this.items[count])) count += 1
    }
    const taken = this.items.splice(0, count)
    const data = count === 1 ? first.data : concatenate(taken.map((item) => item.data))
    this.bytes -= data.length
    return { ...first, data }
  }
}

function joins(first: Append & { kind: 'media' }, next: Append | undefined): boolean {
  return next?.kind === 'media' && next.offset === first.offset
}

function concatenate(parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
