#!/usr/bin/env bash
# Starts mongod with TLS and with users; its other arguments are those of compose.yaml.
set -euo pipefail
umask 077

certificates=${HANDMADE_CERTIFICATES:-/run/certificates}
own=${HANDMADE_MONGODB_RUN:-/run/mongodb}

# Members of a set know each other by a key. This set has one member, so nobody else need have it.
head -c 192 /dev/urandom | base64 --wrap=0 >"$own/key"
cat "$certificates/certificate.pem" "$certificates/key.pem" >"$own/server.pem"

exec mongod \
  --keyFile="$own/key" \
  --tlsMode=requireTLS \
  --tlsCertificateKeyFile="$own/server.pem" \
  --tlsCAFile="$certificates/ca.pem" \
  --tlsAllowConnectionsWithoutCertificates \
  "$@"
