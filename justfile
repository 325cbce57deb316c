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

# Many people at once on the server, which is killed in the middle
load *args:
    cargo xtask load {{args}}

# One flipped bit anywhere in an archive must be noticed
bits *args:
    cargo xtask bits {{args}}

# How well pages are read; FOLDER as in docs/reading.md
eval-ocr *folder:
    cargo xtask eval-ocr {{folder}}

# What is said of scans, judged on pages made worse on purpose
eval-quality:
    cargo xtask eval-quality

# Which undamaged pictures are shown, beside libvips
coverage:
    cargo xtask coverage

# 100,000 damaged files through the confined decoders
hostile:
    cargo xtask hostile --long
