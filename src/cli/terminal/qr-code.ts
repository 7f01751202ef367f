import { renderUnicodeCompact } from 'uqr'

/** A QR code as lines of half blocks, light modules drawn; the margin is what phones need at least. */
export function drawQrCode(text: string): string[] {
  return renderUnicodeCompact(text, { border: 2 }).split('\n')
}
