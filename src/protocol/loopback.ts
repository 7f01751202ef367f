/** The names and addresses that never leave this machine: 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1, localhost (RFC 6761). */
export function isLoopback(hostname: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname)
}
