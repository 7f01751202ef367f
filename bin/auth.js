#!/usr/bin/env node
require('../dist/auth.js').main(process.argv)
