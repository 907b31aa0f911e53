import type { Order, Picture, Report } from './messages'

export interface Receiver {
  picture: (picture: Picture) => void
  broken: () => void
}

/** The page's side of its decoding thread, which begins with the first stream and then stays. */
export class DecoderLink {
  private worker: Worker | null = null
  private readonly receivers = new Map<number, Receiver>()
  private last = 0

  constructor(private readonly start: () => Worker) {}

  /** The number of a new stream. */
  open(receiver: Receiver): number {
    this.last += 1
    this.receivers.set(this.last, receiver)
    return this.last
  }

  close(stream: number): void {
    if (this.receivers.delete(stream)) this.send({ order: 'close', stream })
  }

  /** Buffers in `transfer` are gone afterwards. */
  send(order: Order, transfer: Transferable[] = []): void {
    this.worker ??= this.begin()
    this.worker.postMessage(order, transfer)
  }

  private begin(): Worker {
    const worker = this.start()
    worker.onmessage = ({ data }: MessageEvent<Report>) => this.receive(data)
    // A thread that could not be loaded, or died, takes every stream with it.
    worker.onerror = () => {
      this.worker = null
      worker.terminate()
      for (const receiver of [...this.receivers.values()]) receiver.broken()
    }
    return worker
  }

  private receive(report: Report): void {
    if (report.report === 'broken') return this.receivers.get(report.stream)?.broken()
    for (const picture of report.pictures) this.receivers.get(picture.stream)?.picture(picture)
    const buffers = report.pictures.map((picture) => picture.pixels)
    this.send({ order: 'reuse', buffers }, buffers)
  }
}

/** The page's own. */
export const decoderLink = new DecoderLink(
  () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
)
