#!/bin/sh
# make-root.sh EXECUTABLE FOLDER: puts everything that the image holds into a folder: the executable, the libraries that it is
# linked against, the account that runs it, and the folders that it writes to.
set -eu

executable=$1
image=$2

mkdir -p "$image/usr/bin" "$image/etc" "$image/tmp" "$image/var/lib/rollcall" "$image/run/rollcall"
install -m 755 "$executable" "$image/usr/bin/rollcall"
ldd "$executable" | sed -n 's|.*[[:space:]]\(/[^ ]*\) (.*|\1|p' | while read -r library; do
  cp -L --parents "$library" "$image"
done
echo 'rollcall:x:65532:65532:Rollcall:/var/lib/rollcall:/usr/sbin/nologin' >"$image/etc/passwd"
echo 'rollcall:x:65532:' >"$image/etc/group"
echo 'hosts: files dns' >"$image/etc/nsswitch.conf"
chmod 1777 "$image/tmp"
chmod 700 "$image/var/lib/rollcall"
chmod 755 "$image/run/rollcall"
chown 65532:65532 "$image/var/lib/rollcall" "$image/run/rollcall"
