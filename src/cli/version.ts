import packageJson from '../../package.json' with { type: 'json' }

/** The version of this program, as `--version` prints it and as servers see it. */
export const version = packageJson.version
