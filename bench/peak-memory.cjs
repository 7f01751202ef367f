/** Preloaded into both processes of a pair: writes how much memory the kernel says this one held at most, in KiB. */
const { writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS)))
