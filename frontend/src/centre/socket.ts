import { Backoff } from './backoff'

export const NO_SESSION = 4401
export const WRONG_ORIGIN = 4403

export interface SocketHandlers {
  /** The address to open now; asked for at every attempt. */
  url: () => string
  opened?: (send: (data: object) => void) => void
  message: (data: string | ArrayBuffer) => void
  closed?: (code: number) => void
}

export type SocketFactory = (url: string) => WebSocket

/** The address of a WebSocket of the centre, for this page's origin. */
export function socketUrl(path: string): string {
  return `${location.origin.replace(/^http/, 'ws')}/api/ws${path}`
}

/** A WebSocket that is opened again for ever. Nothing sent while it is closed is kept: the opener says all again. */
export class LastingSocket {
  private socket: WebSocket | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopped = true

  constructor(
    private readonly handlers: SocketHandlers,
    private readonly backoff = new Backoff(),
    private readonly factory: SocketFactory = (url) => new WebSocket(url),
  ) {}

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.open()
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    this.socket?.close()
    this.socket = null
  }

  /** Sends JSON when the socket is open; says whether it was. */
  send(data: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(data))
    return true
  }

  /** Gives up an open connection and opens another: one that hangs may not tell for minutes. Says whether it did. */
  restartIfOpen(): boolean {
    const old = this.socket
    if (old?.readyState !== WebSocket.OPEN) return false
    this.socket = null
    old.close()
    this.open()
    return true
  }

  private open(): void {
    const socket = this.factory(this.handlers.url())
    socket.binaryType = 'arraybuffer'
    this.socket = socket
    socket.onopen = () => {
      if (this.socket === socket) this.handlers.opened?.((data) => this.send(data))
    }
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (this.socket !== socket) return
      this.backoff.reset()
      this.handlers.message(event.data)
    }
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code)
    }
  }

  private lost(code: number): void {
    this.socket = null
    this.handlers.closed?.(code)
    if (!this.stopped) this.timer = setTimeout(() => this.open(), this.backoff.next())
  }
}
