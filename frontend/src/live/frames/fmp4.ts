/**
 * The samples of a fragment, and the decoder's configuration of an init segment, as the adapters write them: one track,
 * one run with all fields, 90 000 ticks a second. What is not like that is refused, never guessed at.
 *
 * Source: ISO/IEC 14496-12 (moof, traf, tfdt, trun), 14496-15 (avcC).
 */

/** One coded picture. */
export interface Sample {
  key: boolean
  /**
   * From the start of the fragment's first picture in decoding order to this one's time of presentation, microseconds.
   */
  at: number
  data: Uint8Array<ArrayBuffer>
}

const TICKS = 0.09
const HEADER = 8
const NOT_SYNC = 0x10000
const RUN_FIELDS = 0xf01
const SAMPLE_BYTES = 16

interface Box {
  start: number
  end: number
}

/** Throws RangeError where the bytes are not a fragment of ours. */
export function samplesOf(fragment: Uint8Array<ArrayBuffer>): Sample[] {
  const view = new DataView(fragment.buffer, fragment.byteOffset, fragment.byteLength)
  const moof = child(view, { start: 0, end: view.byteLength }, 'moof')
  const run = child(view, child(view, moof, 'traf'), 'trun')
  if ((view.getUint32(run.start) & 0xffffff) !== RUN_FIELDS) throw new RangeError('a run of samples without all fields')
  const count = view.getUint32(run.start + 4)
  let from = moof.start - HEADER + view.getInt32(run.start + 8)
  let ticks = 0
  return Array.from({ length: count }, (_, index) => {
    const entry = run.start + 12 + index * SAMPLE_BYTES
    const size = view.getUint32(entry + 4)
    if (from + size > fragment.byteLength) throw new RangeError('a sample beyond the end of its fragment')
    const data = fragment.subarray(from, from + size)
    const at = (ticks + view.getInt32(entry + 12)) / TICKS
    from += size
    ticks += view.getUint32(entry)
    return { key: (view.getUint32(entry + 8) & NOT_SYNC) === 0, at, data }
  })
}

/** The avcC record of an init segment; throws RangeError where there is none. */
export function avcConfiguration(init: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(init.buffer, init.byteOffset, init.byteLength)
  const path = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd']
  const table = path.reduce((box, name) => child(view, box, name), { start: 0, end: view.byteLength })
  const entry = child(view, { start: table.start + 8, end: table.end }, 'avc1')
  const record = child(view, { start: entry.start + 78, end: entry.end }, 'avcC')
  return init.slice(record.start, record.end)
}

/** The content of the first box of this name in another's content. */
function child(view: DataView, parent: Box, name: string): Box {
  for (let at = parent.start; at + HEADER <= parent.end;) {
    const size = view.getUint32(at)
    if (size < HEADER || at + size > parent.end) break
    if (nameAt(view, at + 4) === name) return { start: at + HEADER, end: at + size }
    at += size
  }
  throw new RangeError(`no box ${name}`)
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
}
