/** Where to go after signing in: a path of this site, never another host and never the sign-in page again. */
export function safePath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || /^\/[/\\]/.test(wanted)) return '/'
  if (/[\t\n\r]/.test(wanted) || wanted === '/login' || wanted.startsWith('/login?')) return '/'
  return wanted
}
