# The same lines as `cargo xtask ...`, for people who have just.

_default:
    @just --list

# A throw-away archive from the bundled sample, taken in, verified, damaged and verified again
demo *args:
    cargo xtask demo {{args}}

# Everything that a contribution must pass
test *args:
    cargo xtask test {{args}}

# Speed and memory as ratios beside other tools, in one run
bench *args:
    cargo xtask bench {{args}}

# The JSON Schemas of the records, written again or compared with --check
schemas *args:
    cargo xtask schemas {{args}}

# Power cuts, full disks and failing writes against the release binary
faults *args:
    cargo xtask faults {{args}}

# One flipped bit anywhere in an archive must be noticed
bits *args:
    cargo xtask bits {{args}}
