import { apiUrl, NetworkError, refusal } from '@/centre/client'
import type { Attachment } from '@/centre/types'
import { newId } from '@/centre/newId'

/** Sends a file as the body of a request. The key makes a repetition harmless. Throws RequestError or NetworkError. */
export async function upload(incident: string, file: File, task?: string, key: string = newId()): Promise<Attachment> {
  const where = apiUrl(`/incidents/${incident}/attachments/${key}`, { name: file.name, task_id: task })
  let response: Response
  try {
    response = await fetch(where, { method: 'PUT', body: file, credentials: 'same-origin' })
  } catch (error) {
    throw new NetworkError(error)
  }
  if (!response.ok) throw await refusal(response)
  return (await response.json()) as Attachment
}
