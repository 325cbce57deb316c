"""Proofs and originals of an evidence package, with Python 3.6 or newer and nothing else; short enough to be retyped.
Run it in the package's folder: python3 README-check-proofs.py. What a proof is: RFC 9162, 2.1.3.2 and 2.1.4.2.
Who signed the checkpoint and the events is judged by openssl, as README-VERIFY.txt says."""
import base64, glob, hashlib, json, os, sys

wrong = []
def check(holds, what):
    if not holds: wrong.append(what); print("WRONG  " + what)

def sha256(data): return hashlib.sha256(data).digest()
def node(left, right): return sha256(b"\1" + left + right)
def stated(data): return "sha256:" + hashlib.sha256(data).hexdigest()
def canonical(value): return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
def hashes(lines): return [base64.b64decode(line, validate=True) for line in lines.split()]
def read(path):
    with open("data/" + path, "rb") as file: return file.read()

def climb(number, last, old, new, path):      # from the node with this number up to the roots, along a path
    for sibling in path:
        if last == 0: return None, None
        if number & 1 or number == last:
            old, new = node(sibling, old), node(sibling, new)
            while number and not number & 1: number, last = number >> 1, last >> 1
        else: new = node(new, sibling)
        number, last = number >> 1, last >> 1
    return (old, new) if last == 0 else (None, None)

def grew(old, old_root, size, root, path):    # is the tree of `old` leaves the beginning of the one of `size`?
    if old == size: return old_root == root and not path
    if not 0 < old < size or not path: return False
    if not old & (old - 1): path = [old_root] + path
    number, last = old - 1, size - 1
    while number & 1: number, last = number >> 1, last >> 1
    return climb(number, last, path[0], path[0], path[1:]) == (old_root, root)

package, checkpoint = json.loads(read("metadata/package.json").decode()), read("custody/checkpoint")
events, leaves, originals = {}, {}, []
size, root = int(checkpoint.split(b"\n")[1]), base64.b64decode(checkpoint.split(b"\n")[2])

for name in sorted(os.path.basename(path)[:-5] for path in glob.glob("data/custody/events/*")):
    leaf, proof = read("custody/events/%s.note" % name), read("custody/proofs/%s.tlog-proof" % name)
    path, _, carried = proof.partition(b"\n\n")
    check(carried == checkpoint, "event %s: its proof carries another checkpoint" % name)
    begins = [b"c2sp.org/tlog-proof@v1", b"index %d" % int(name)]
    check(path.split(b"\n")[:2] == begins, "event %s: its proof is of another event" % name)
    path = hashes(b"\n".join(path.split(b"\n")[2:]))
    led = int(name) < size and climb(int(name), size - 1, b"", sha256(b"\0" + leaf), path)[1] == root
    check(led, "event %s: its proof does not lead to the root in custody/checkpoint" % name)
    tag, text, empty = leaf.split(b"\n")[:3]
    leaves[int(name)] = stated(b"\0" + leaf)
    event = events[int(name)] = json.loads(text.decode())
    check((tag, empty, canonical(event)) == (b"sijill/event/v1", b"", text), "event %s: its form" % name)
check(sorted(events) == package["events"], "metadata/package.json lists other events than data/custody/events holds")

for unit in package["accessions"] + package["items"]:
    own = [seq for seq in sorted(events) if events[seq].get("item") == unit["id"]]
    before = [None] + [leaves[seq] for seq in own]
    for seq, prev in zip(own, before): check(events[seq].get("prev") == prev, "event %d: what came before it" % seq)
    text, inventory = read(unit["metadata"] + "/record.json"), read(unit["metadata"] + "/inventory.json")
    said = [events[seq] for seq in own if events[seq]["act"] == ("ine" if "files" in unit else "acc")]
    is_signed = len(said) == 1 and said[0]["detail"]["record"] == stated(text)
    check(is_signed and said[0]["object"]["digest"] == stated(inventory), "%s is not what was signed" % unit["metadata"])
    if "files" not in unit: continue
    record, listed = json.loads(text.decode())["files"], ""
    secured = [seq for seq in own if events[seq]["act"] == "ing"]
    check(sorted(file["event"] for file in unit["files"]) == secured, "%s: an original was left out" % unit["originals"])
    check(len(record) == len(unit["files"]), "%s: the record lists other files" % unit["originals"])
    for file, entry in zip(unit["files"], record):
        data, event = read(file["path"]), events[file["event"]]
        listed += "%s  %s\n" % (stated(data)[7:], os.path.basename(file["path"]))
        is_it = event["object"] == {"digest": stated(data), "size": len(data)}
        check(is_it, "%s is not the file that event %d secured" % (file["path"], file["event"]))
        is_it = event["detail"]["record"] == stated(canonical(entry))
        check(is_it, "%s: its original name is not the one that event %d secured" % (file["path"], file["event"]))
        originals.append("data/" + file["path"])
    check(said and said[0]["detail"]["list"] == stated(listed.encode()), "%s: the ordered list" % unit["originals"])
there = [path for path in glob.glob("data/originals/**", recursive=True) if not os.path.isdir(path)]
check(sorted(originals) == sorted(there), "data/originals holds other files than metadata/package.json lists")

heads = glob.glob("data/custody/heads/*.checkpoint")
for path in heads:
    head = read(path[5:]).split(b"\n")
    path = hashes(read(path[5:-10] + "consistency"))
    grown = grew(int(head[1]), base64.b64decode(head[2]), size, root, path)
    check(grown, "the log at %d is not the beginning of the log" % int(head[1]))

check(events and originals, "there is nothing to check")
verdict = "WRONG" if wrong else "in order"
print("%d events, %d originals, %d earlier heads: %s" % (len(events), len(originals), len(heads), verdict))
print("root over %d events: %s" % (size, base64.b64encode(root).decode()))
sys.exit(1 if wrong else 0)
