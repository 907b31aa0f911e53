/** The page's decoding thread: the page itself stays free for alerts. */
import type { Order, Picture, Report } from './messages'
import { pace } from './pace'
import { Paintbox } from './paintbox'
import { FrameStream } from './stream'

interface Scope {
  onmessage: ((event: MessageEvent<Order>) => void) | null
  postMessage: (report: Report, transfer: Transferable[]) => void
}

const scope = self as unknown as Scope
const streams = new Map<number, FrameStream>()
const paintbox = new Paintbox()
let timer: ReturnType<typeof setInterval> | undefined
let interval = 0
let busy = false

scope.onmessage = ({ data }) => {
  obey(data)
  keepPace()
}

function obey(order: Order): void {
  switch (order.order) {
    case 'configure':
      return opened(order.stream).configure(order.codec, order.init)
    case 'decode':
      return streams.get(order.stream)?.decode(order.timing, order.fragment)
    case 'width': {
      const stream = streams.get(order.stream)
      if (stream) stream.width = order.width
      return
    }
    case 'close':
      streams.get(order.stream)?.close()
      streams.delete(order.stream)
      return
    case 'reuse':
      return paintbox.reuse(order.buffers)
  }
}

function opened(name: number): FrameStream {
  const stream = streams.get(name) ?? new FrameStream(() => broken(name))
  streams.set(name, stream)
  return stream
}

function broken(stream: number): void {
  streams.delete(stream)
  tell({ report: 'broken', stream })
}

/** One beat for all tiles: the browser puts the page together once for all pictures that changed, not once for each. */
function keepPace(): void {
  const wanted = pace([...streams.values()].map((stream) => stream.step))
  if (wanted === interval) return
  interval = wanted
  clearInterval(timer)
  if (interval > 0) timer = setInterval(() => void beat(), interval)
}

async function beat(): Promise<void> {
  if (busy) return
  busy = true
  const now = performance.now()
  const pictures: Picture[] = []
  for (const [name, stream] of streams) {
    const frame = stream.next(now)
    if (!frame) continue
    try {
      const painted = await paintbox.paint(frame, stream.width)
      pictures.push({ ...painted, stream: name, capturedAt: frame.timestamp / 1000, jumps: stream.jumps })
    } catch {
      // A decoder that was closed meanwhile took its pictures with it.
    } finally {
      frame.close()
    }
  }
  if (pictures.length > 0) tell({ report: 'pictures', pictures })
  busy = false
}

function tell(report: Report): void {
  scope.postMessage(report, report.report === 'pictures' ? report.pictures.map((picture) => picture.pixels) : [])
}
