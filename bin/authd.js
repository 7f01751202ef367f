#!/usr/bin/env node
require('../dist/authd.js').main(process.argv)
