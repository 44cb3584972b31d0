// Verifies a published log with Go's own packages and nothing of ours: `verify_log DIR VKEY_FILE`.
//
// The signatures of the checkpoint and of the promises beside the key; the root and every tile against a tree built from the entries alone; one proof of inclusion and one
// of consistency from the tiles. Tiles have other paths than Go's: tile/8/L/N is tile/L/N here, tile/8/data/N is tile/entries/N.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// folder reads the tiles of a log; it is a tlog.TileReader.
type folder string

func (f folder) Height() int                                   { return tileHeight }
func (f folder) SaveTiles(tiles []tlog.Tile, content [][]byte) {}

func (f folder) read(tile tlog.Tile) ([]byte, error) {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	if rest := strings.TrimPrefix(path, "data/"); rest != path {
		path = "entries/" + rest
	}
	return os.ReadFile(filepath.Join(string(f), "tile", path))
}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var content [][]byte
	for _, tile := range tiles {
		bytes, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		content = append(content, bytes)
	}
	return content, nil
}

// openCheckpoint gives the tree that a checkpoint with a valid signature states.
func openCheckpoint(message []byte, vkey string) (tree tlog.Tree, err error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, errors.New("the checkpoint is not origin, size and root")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, errors.New("the checkpoint's root is not one")
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

// splitBundle gives the hashes of a bundle's entries.
func splitBundle(bundle []byte) (hashes []tlog.Hash, err error) {
	for in := bytes.NewReader(bundle); in.Len() > 0; {
		var size uint16
		if err := binary.Read(in, binary.BigEndian, &size); err != nil {
			return nil, err
		}
		if int(size) > in.Len() {
			return nil, errors.New("an entry is cut short")
		}
		entry := make([]byte, size)
		in.Read(entry)
		hashes = append(hashes, tlog.RecordHash(entry))
	}
	return hashes, nil
}

// memory keeps every hash of a tree in the order of tlog's storage; it is a tlog.HashReader.
type memory []tlog.Hash

func (m memory) ReadHashes(places []int64) (hashes []tlog.Hash, err error) {
	for _, place := range places {
		hashes = append(hashes, m[place])
	}
	return hashes, nil
}

// widthAt says how wide the tile that begins at hash `first` is in a level of `size` hashes.
func widthAt(first, size int64) int {
	if size-first > tileWidth {
		return tileWidth
	}
	return int(size - first)
}

// readEntries builds the tree of a log's entries.
func readEntries(f folder, size int64) (tree memory, err error) {
	for first := int64(0); first < size; first += tileWidth {
		width := widthAt(first, size)
		bundle, err := f.read(tlog.Tile{H: tileHeight, L: -1, N: first / tileWidth, W: width})
		if err != nil {
			return nil, err
		}
		leaves, err := splitBundle(bundle)
		if err != nil {
			return nil, err
		}
		if len(leaves) != width {
			return nil, fmt.Errorf("the bundle from entry %d on has %d entries, not %d", first, len(leaves), width)
		}
		for i, leaf := range leaves {
			grown, err := tlog.StoredHashesForRecordHash(first+int64(i), leaf, tree)
			if err != nil {
				return nil, err
			}
			tree = append(tree, grown...)
		}
	}
	return tree, nil
}

// checkTiles holds every tile of a log, byte for byte, against the tree of its entries. tlog.TileHashReader alone would not do: in
// x/mod 0.7.0 it does not hold all tiles that it reads against the root, and an entry changed together with its leaf passes.
func checkTiles(f folder, size int64, tree memory) error {
	for level, hashes := 0, size; hashes > 0; level, hashes = level+1, hashes/tileWidth {
		for first := int64(0); first < hashes; first += tileWidth {
			tile := tlog.Tile{H: tileHeight, L: level, N: first / tileWidth, W: widthAt(first, hashes)}
			want, err := tlog.ReadTileData(tile, tree)
			if err != nil {
				return err
			}
			have, err := f.read(tile)
			if err != nil {
				return err
			}
			if !bytes.Equal(have, want) {
				return fmt.Errorf("%s does not hold the hashes of the entries", tile.Path())
			}
		}
	}
	return nil
}

// checkProofs makes and checks a proof of inclusion and one of consistency.
func checkProofs(tree tlog.Tree, reader tlog.HashReader) error {
	index := tree.N / 2
	record, err := tlog.ProveRecord(tree.N, index, reader)
	if err != nil {
		return err
	}
	leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(record, tree.N, tree.Hash, index, leaf[0]); err != nil {
		return err
	}
	old := tree.N/3 + 1
	oldRoot, err := tlog.TreeHash(old, reader)
	if err != nil {
		return err
	}
	growth, err := tlog.ProveTree(tree.N, old, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(growth, tree.N, tree.Hash, old, oldRoot)
}

// checkPromises holds the signed promises of the log's entries against them.
func checkPromises(message []byte, vkey string, tree tlog.Tree) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	expected := fmt.Sprintf("mizan/promises@v1\n%s\n1790000000\n1790003660\n%d\n%s\n", verifier.Name(), tree.N, tree.Hash)
	if opened.Text != expected {
		return errors.New("the promises are not those of the entries")
	}
	return nil
}

func verify(dir, vkeyFile string) error {
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return err
	}
	message, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(message, strings.TrimSpace(string(vkey)))
	if err != nil {
		return err
	}
	entries, err := readEntries(folder(dir), tree.N)
	if err != nil {
		return err
	}
	if root, err := tlog.TreeHash(tree.N, entries); err != nil || root != tree.Hash {
		return errors.New("the entries have another root than the checkpoint")
	}
	if err := checkTiles(folder(dir), tree.N, entries); err != nil {
		return err
	}
	if err := checkProofs(tree, tlog.TileHashReader(tree, folder(dir))); err != nil {
		return err
	}
	promises, err := os.ReadFile(vkeyFile + ".promises")
	if errors.Is(err, os.ErrNotExist) { // there are none beside this key
		fmt.Println("verified:", tree.N, "entries")
		return nil
	}
	if err != nil {
		return err
	}
	if err := checkPromises(promises, strings.TrimSpace(string(vkey)), tree); err != nil {
		return err
	}
	fmt.Println("verified:", tree.N, "entries")
	return nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: verify_log DIR VKEY_FILE")
		os.Exit(2)
	}
	if err := verify(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "does not verify:", err)
		os.Exit(1)
	}
}
