# A private PostgreSQL cluster in a temporary folder, reached by a unix socket only and gone afterwards.

postgres_folder=''

find_postgres() {
    local folder
    folder=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$folder" ] && [ -x "$folder/initdb" ]; then
        printf '%s\n' "$folder"
    elif command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(command -v initdb)"
    else
        return 1
    fi
}

# The server refuses to run as root, so that root runs it as Debian's user "postgres".
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd "$postgres_folder" && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Start the cluster and export GONGKAI_TEST_DATABASE_URL.
start_postgres() {
    local binaries
    binaries=$(find_postgres) || { install_packages postgresql; binaries=$(find_postgres); } \
        || fail "PostgreSQL is missing. Install it:  sudo apt-get install -y postgresql"
    postgres_folder=$(mktemp -d /tmp/gongkai-postgres.XXXXXX)
    postgres_binaries=$binaries
    chmod 755 "$postgres_folder"
    [ "$(id -u)" != 0 ] || chown postgres "$postgres_folder"
    as_postgres "$binaries/initdb" -D "$postgres_folder/data" -U gongkai --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        --no-sync >"$postgres_folder/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 5 "$postgres_folder/initdb.log")"
    as_postgres "$binaries/pg_ctl" -D "$postgres_folder/data" -w -s -l "$postgres_folder/data/server.log" start -o \
        "-c listen_addresses='' -c unix_socket_directories='$postgres_folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
        || fail "PostgreSQL did not start: $(tail -n 5 "$postgres_folder/data/server.log")"
    export GONGKAI_TEST_DATABASE_URL="postgresql://gongkai@/gongkai?host=$postgres_folder"
}

stop_postgres() {
    [ -n "$postgres_folder" ] || return 0
    as_postgres "$postgres_binaries/pg_ctl" -D "$postgres_folder/data" -s -m immediate stop 2>/dev/null || true
    rm -rf "$postgres_folder"
    postgres_folder=''
}
