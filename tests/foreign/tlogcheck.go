// Judges a .tlog-proof with Go's own note and tlog packages (golang.org/x/mod): a verifier written by others.
//
//	tlogcheck VKEYS PROOF LEAF [OLD-CHECKPOINT CONSISTENCY]
//
// VKEYS has a verifier key on each line, and all of them must have signed the proof's checkpoint. LEAF is the
// record itself. CONSISTENCY has hashes in base64, one on each line, from the old checkpoint to the proof's.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// cosigner verifies signatures of type 4, which x/mod does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), text...), sig[8:])
}

func verifier(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	key := must(base64.StdEncoding.DecodeString(parts[2]))
	if key[0] != 4 {
		return must(note.NewVerifier(vkey))
	}
	id := must(strconv.ParseUint(parts[1], 16, 32))
	return cosigner{parts[0], uint32(id), ed25519.PublicKey(key[1:])}
}

// open verifies a checkpoint: every one of the first `signers` keys must have signed it.
func open(text string, keys []note.Verifier, signers int) (int64, tlog.Hash) {
	opened := must(note.Open([]byte(text), note.VerifierList(keys...)))
	if len(opened.Sigs) < signers {
		fail(fmt.Errorf("%d of %d keys signed", len(opened.Sigs), signers))
	}
	lines := strings.Split(opened.Text, "\n")
	return must(strconv.ParseInt(lines[1], 10, 64)), must(tlog.ParseHash(lines[2]))
}

func hashes(lines []string) (all []tlog.Hash) {
	for _, line := range lines {
		all = append(all, must(tlog.ParseHash(line)))
	}
	return all
}

func main() {
	var keys []note.Verifier
	for _, vkey := range strings.Fields(read(1)) {
		keys = append(keys, verifier(vkey))
	}
	head, checkpoint, _ := strings.Cut(read(2), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail(fmt.Errorf("not a proof"))
	}
	index := must(strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64))
	size, root := open(checkpoint, keys, len(keys))
	leaf := tlog.RecordHash([]byte(read(3)))
	check(tlog.CheckRecord(hashes(lines[2:]), size, root, index, leaf))
	if len(os.Args) > 4 {
		oldSize, oldRoot := open(read(4), keys, 1)
		check(tlog.CheckTree(hashes(strings.Fields(read(5))), size, root, oldSize, oldRoot))
	}
	fmt.Printf("leaf %d of %d holds\n", index, size)
}

func read(argument int) string { return string(must(os.ReadFile(os.Args[argument]))) }

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
