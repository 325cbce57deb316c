"""Writes the weights for the reader. usage: export.py MODEL.npz weights.bin
Half-precision floats, little endian; layer after layer, the weights (rows, columns, inputs, outputs) and then the biases; batch normalisation folded in."""
import sys
import numpy as np
from net import ALONG, BODY

p, out = np.load(sys.argv[1]), []
for name in [b[0] for b in BODY] + [a[0] for a in ALONG]:
    mean, variance = p['stats.' + name]; factor = p[name + '.g'] / np.sqrt(variance + 1e-3)
    out += [p[name] * factor, p[name + '.b'] - mean * factor]
out += [p['head'], p['head.b']]
flat = np.concatenate([a.ravel() for a in out]).astype('<f2')
assert np.isfinite(flat).all()
flat.tofile(sys.argv[2]); print(len(flat), 'weights')
