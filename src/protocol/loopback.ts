/**
 * The names and addresses that never leave this machine: 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1, with the brackets of a URL or
 * without, localhost (RFC 6761).
 */
export function isLoopback(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1|\[::1\]|localhost)$/.test(host)
}
