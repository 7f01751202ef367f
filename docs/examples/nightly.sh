#!/bin/sh
# A nightly run that outlives its access token many times, and never sees a password.
#
# Somebody logged in once on this machine (`auth login`). From then on each line below that needs a token gets a fresh
# one: nothing here counts minutes, reads an expiry date or tries again after a 401.
#
#   ./nightly.sh                  against the server of the login
#   ROUNDS=60 PAUSE=30 ./nightly.sh
#
# Its requests are examples: one of them sets the account's user name to nightly-N. Put your own in their place.
#
# Exit code: 0 all done; else that of the step that failed, so 4 says that somebody has to log in again.
set -eu

ROUNDS=${ROUNDS:-5}
PAUSE=${PAUSE:-60}
work=$(mktemp -d)
proxy=
job=

# Whatever ends the run takes its files, its proxy and its job along.
clean_up() {
  code=$?
  trap - EXIT
  for each in $proxy $job; do
    kill "$each" 2>/dev/null || true
    wait "$each" 2>/dev/null || true
  done
  rm -rf "$work"
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
  printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$*" >&2
}

# Remembers which tokens were used, by digest: the token itself is never written down.
note_token() {
  sha256sum | cut -c1-16 >>"$work/tokens"
}

# 0. Is there a login at all? Better to know before the work than in the middle of it.
auth token >/dev/null
server=$(auth status --json | sed -n 's/.*"server":"\([^"]*\)".*/\1/p')
say "working at $server"

# 1. auth token: for a program that takes a header. It comes by standard input, because arguments can be read by
#    everybody on the machine (ps).
by_token() {
  for round in $(seq "$ROUNDS"); do
    auth token | note_token
    auth token --header | curl --fail --silent --show-error --header @- "$server/auth/me" >"$work/me.json"
    say "token: round $round"
    sleep "$PAUSE"
  done
}

# 2. auth request: curl and the token in one, only ever for the server of the login.
by_request() {
  for round in $(seq "$ROUNDS"); do
    auth request "$server/auth/me" -o "$work/request-$round.json"
    auth request PATCH "$server/auth/me" -H 'Content-Type: application/json' \
      -d "{\"username\":\"nightly-$round\"}" >/dev/null
    say "request: round $round"
    sleep "$PAUSE"
  done
}

# 3. auth exec --token-file: for a long job that reads its token from a file each time it needs one.
by_exec() {
  # shellcheck disable=SC2016 # the variables are the job's
  auth exec --token-file -- sh -c '
    for round in $(seq "$1"); do
      printf "Authorization: Bearer %s\n" "$(cat "$AUTH_TOKEN_FILE")" |
        curl --fail --silent --show-error --header @- "$AUTH_SERVER/auth/sessions" >"$3/sessions-$round.json"
      sha256sum <"$AUTH_TOKEN_FILE" | cut -c1-16 >>"$3/tokens"
      sleep "$2"
    done' job "$ROUNDS" "$PAUSE" "$work"
  say "exec: $ROUNDS rounds in one job"
}

# 4. auth proxy: for a program that can set no header at all. Its first line is its address.
by_proxy() {
  mkfifo "$work/address"
  auth proxy "$server" --quiet >"$work/address" &
  proxy=$!
  read -r address <"$work/address"
  for round in $(seq "$ROUNDS"); do
    curl --fail --silent --show-error "$address/auth/me" >"$work/proxy-$round.json"
    say "proxy: round $round"
    sleep "$PAUSE"
  done
  kill "$proxy"
  wait "$proxy"
  proxy=
}

by_token
by_request
by_exec &
job=$!
by_proxy
wait "$job"
job=

tokens=$(sort -u "$work/tokens" | wc -l)
echo "done: $ROUNDS rounds each, $((tokens)) access tokens"
