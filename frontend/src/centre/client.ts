import type { ApiError, Text } from '@/centre/types'

/** What the centre refused, in both languages; `code` is stable, `fields` names wrong fields of a form. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: Text,
    readonly fields: Record<string, string | Text> = {},
    /** Seconds until the same request may be tried again, where the centre says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${code} (${status}): ${text.en}`)
    this.name = 'RequestError'
  }
}

/** What is wrong with a field, in both languages; what the centre says in one alone stands for both. */
export const fieldText = (said: string | Text): Text => (typeof said === 'string' ? { zh: said, en: said } : said)

/** The centre could not be asked at all: no network, or it is restarting. Trying again may help. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('the centre cannot be reached', { cause })
    this.name = 'NetworkError'
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>
export interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

type Unauthorized = () => void
const SIGNING_IN = ['/sessions', '/sessions/second-step']
let unauthorized: Unauthorized = () => undefined

/** Called whenever the centre answers that there is no session (except to a log-in attempt). */
export function onUnauthorized(handler: Unauthorized): void {
  unauthorized = handler
}

/** `/api` + path + query; null, undefined and '' are left out. */
export function apiUrl(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value))
  }
  const suffix = params.toString()
  return `/api${path}${suffix ? `?${suffix}` : ''}`
}

function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && 'error' in value
}

/** The error that a refused answer carries. */
export async function refusal(response: Response): Promise<RequestError> {
  const body: unknown = await response.json().catch(() => null)
  const retryAfter = Number(response.headers.get('retry-after')) || null
  if (isApiError(body)) {
    const { code, message, fields } = body.error
    return new RequestError(response.status, code, message, fields, retryAfter)
  }
  const text = {
    zh: `服务器返回了无法识别的内容（${response.status}）`,
    en: `The server answered with something unreadable (${response.status})`,
  }
  return new RequestError(response.status, 'unexpected', text)
}

/** Asks the centre and reads its JSON. Throws RequestError or NetworkError; an aborted request throws AbortError. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const { query, body, signal } = options
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' }, signal }
  if (body !== undefined) {
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(apiUrl(path, query), init)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new NetworkError(error)
  }
  if (response.status === 401 && !(method === 'POST' && SIGNING_IN.includes(path))) unauthorized()
  if (!response.ok) throw await refusal(response)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export const api = {
  get: <T,>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal }),
  post: <T,>(path: string, body: unknown = {}) => request<T>('POST', path, { body }),
  put: <T,>(path: string, body: unknown) => request<T>('PUT', path, { body }),
  patch: <T,>(path: string, body: unknown) => request<T>('PATCH', path, { body }),
  delete: <T,>(path: string) => request<T>('DELETE', path),
}

/** What a person should read about a failure, in both languages. */
export function failureText(error: unknown): Text {
  if (error instanceof RequestError) return error.text
  if (error instanceof NetworkError)
    return {
      zh: '无法连接服务器，请检查网络后重试',
      en: 'The server cannot be reached. Check the network and try again.',
    }
  return { zh: '出错了', en: 'Something went wrong' }
}
