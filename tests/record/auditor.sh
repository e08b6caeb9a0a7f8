#!/bin/sh
# sh verify-record.sh FOLDER [OLDER-CHECKPOINT]: checks a record that was handed over, without guard.
set -eu
older=${2:+$(realpath "$2")}
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refuse() { echo "refused: $1" >&2; exit 1; }
number() { case $1 in '' | 0?* | *[!0-9]*) refuse "not a number: $1" ;; esac; }

# What was signed: the payload, with its type and its length in front (DSSE).
jq -e '.signatures | length == 1' record.dsse.json > "$work/one"
jq -j .payload record.dsse.json | base64 -d > "$work/payload"
type=$(jq -j .payloadType record.dsse.json)
printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$work/payload")" > "$work/signed"
cat "$work/payload" >> "$work/signed"

# Who signed, and whether allowed_signers gave them the role on that day, with a key not revoked.
person=$(jq -r .predicate.principal "$work/payload")
role=$(jq -r .predicate.role "$work/payload")
day=$(jq -r .predicate.decidedAt "$work/payload" | tr -d 'T:-')
sig=$(jq -j '.signatures[0].sig' record.dsse.json | fold -w 70)
printf -- '-----BEGIN %s\n%s\n-----END %s\n' 'SSH SIGNATURE-----' "$sig" 'SSH SIGNATURE-----' > "$work/sig"
if [ -e revoked_keys ]; then cp revoked_keys "$work/revoked"; else : > "$work/revoked"; fi
ssh-keygen -Y verify -f allowed_signers -I "$person" -n "$role@procurement-guard" -s "$work/sig" \
    -r "$work/revoked" -O verify-time="$day" < "$work/signed" > "$work/good" ||
    refuse "$person did not sign this as $role with a key that counted then and is not revoked"
cut -d ' ' -f 1-5 "$work/good"

# That every document is the one the record names.
jq -r '.subject[0].digest.sha256 + "  request.json",
    (.predicate | (.assessment // empty | .digest.sha256 + "  assessment.json"),
    (.decision // empty | .findings.sha256 + "  findings.json"),
    (.policies // [] | .[] | "\(.digest.sha256)  policies/\(.name).toml"))' "$work/payload" > "$work/sums"
sha256sum --check --quiet "$work/sums"

# A checkpoint: the log's name, size and root, signed by the log's key (C2SP signed note, Ed25519).
log=$(cut -d + -f 1 log.vkey)
{ printf '0*0\005\006\003+ep\003!\000'; cut -d + -f 3- log.vkey | base64 -d | tail -c 32; } > "$work/key"
opened() { # opened NOTE ROOT: checks NOTE; its size goes to $size, its root to the file ROOT
    head -n 3 "$1" > "$work/text"
    [ "$(sed -n 1p "$1")$(sed -n 4p "$1")" = "$log" ] || refuse "the checkpoint is of another log"
    grep -F -- "— $log " "$1" | head -n 1 | cut -d ' ' -f 3 | base64 -d | tail -c 64 > "$work/ed25519"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" \
        -sigfile "$work/ed25519" > "$work/said" || refuse "the log did not sign this checkpoint"
    size=$(sed -n 2p "$1")
    number "$size"
    sed -n 3p "$1" | base64 -d > "$2"
}

# Proofs (RFC 9162): hashes from the leaf to the root; a node is SHA-256 of 1, left and right.
node() { { printf '\001'; cat "$1" "$2"; } | openssl dgst -sha256 -binary > "$work/n"; mv "$work/n" "$3"; }
climb() { # climb FILE...: takes each hash of $hashes up from place $at in a tree that ends at $last
    for hash in $hashes; do
        echo "$hash" | base64 -d > "$work/hash"
        [ "$last" -gt 0 ] || refuse "the proof is too long"
        if [ $((at % 2)) = 1 ] || [ "$at" = "$last" ]; then
            for file in "$@"; do node "$work/hash" "$file" "$file"; done
            while [ $((at % 2)) = 0 ]; do at=$((at / 2)) last=$((last / 2)); done
        else
            node "$1" "$work/hash" "$1" # only the later tree has anything to the right
        fi
        at=$((at / 2)) last=$((last / 2))
    done
    [ "$last" = 0 ] || refuse "the proof is too short"
}

# That the record is in the ledger; its leaf is SHA-256 of a zero byte and the record.
sed '1,/^$/d' record.tlog-proof > "$work/note"
opened "$work/note" "$work/root"
at=$(sed -n 's/^index //p' record.tlog-proof) last=$((size - 1)) later=$size
number "$at"
hashes=$(sed '/^$/,$d; /^c2sp/d; /^extra /d; /^index /d' record.tlog-proof)
{ printf '\000'; cat record.dsse.json; } | openssl dgst -sha256 -binary > "$work/leaf"
[ "$at" -le "$last" ] || refuse "the record is not in the ledger"
climb "$work/leaf"
cmp -s "$work/leaf" "$work/root" || refuse "the record is not in the ledger"

# That the ledger grew from an older checkpoint, which was kept elsewhere: nothing is missing.
if [ -n "$older" ]; then
    opened "$older" "$work/old"
    [ "$size" -gt 0 ] && [ "$size" -le "$later" ] || refuse "the ledger is shorter than it was"
    at=$((size - 1)) last=$((later - 1)) hashes=
    [ "$size" = "$later" ] && at=0 last=0 || hashes=$(sed '/^$/,$d; /^old /d' growth.txt)
    while [ $((at % 2)) = 1 ]; do at=$((at / 2)) last=$((last / 2)); done
    cp "$work/old" "$work/first"
    if [ "$at" -gt 0 ]; then # the old root is made of several hashes: the first of them is given
        echo "$hashes" | head -n 1 | base64 -d > "$work/first"
        hashes=$(echo "$hashes" | tail -n +2)
    fi
    cp "$work/first" "$work/second"
    climb "$work/second" "$work/first"
    cmp -s "$work/first" "$work/old" && cmp -s "$work/second" "$work/root" || refuse "records went missing"
fi
echo "good: $(jq -r '.subject[0].name' "$work/payload") $(jq -r .predicate.event "$work/payload") as $role by $person"
