#!/bin/sh
# Makes the secrets of compose.yaml in deploy/compose/secrets, or in the folder named; what is there stays.
# Compose shows a secret to a container as the file is: others may read the files, but not the folder.
set -eu
folder=${1:-$(dirname "$0")/secrets}
mkdir -p -m 700 "$folder"
umask 022

random() { python3 -c 'import secrets; print(secrets.token_hex(32), end="")'; }
keep() { [ -s "$folder/$1" ] || printf '%s' "$2" > "$folder/$1"; }

keep secret_key "$(random)"
keep metrics_token "$(random)"
keep postgres_password "$(random)"
keep database_url "postgres://desk:$(cat "$folder/postgres_password")@postgres:5432/weather"
if [ ! -s "$folder/redis_url" ]; then
    password=$(random)
    printf 'redis://desk:%s@valkey:6379/0' "$password" > "$folder/redis_url"
    digest=$(printf '%s' "$password" | sha256sum | cut -d' ' -f1)
    # The desk's own keys, any channel, and nothing that steers the server.
    printf 'user default off\nuser desk on #%s ~weatherdesk* &* +@all -@admin -@dangerous\n' \
        "$digest" > "$folder/valkey_acl"
fi
