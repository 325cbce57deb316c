"""The network in jax. Parameters are a dict of arrays; batch normalisation is folded away for the reader."""
import jax, jax.numpy as jnp, numpy as np
from lines import CLASSES

# name, kind, kernel height and width, strides, inputs, outputs; "depth" filters each channel alone.
BODY = (('c1', 'full', 3, 3, 2, 2, 1, 16), ('c2', 'full', 3, 3, 2, 1, 16, 32), ('d3', 'depth', 3, 3, 2, 1, 32, 32), ('p3', 'full', 1, 1, 1, 1, 32, 64),
        ('d4', 'depth', 3, 3, 1, 1, 64, 64), ('p4', 'full', 1, 1, 1, 1, 64, 64), ('fold', 'rows', 5, 1, 1, 1, 64, 96))
ALONG = (('l1', 1), ('l2', 2), ('l3', 4), ('l4', 8))  # three-column filters with their dilation, each added to its input
WIDE = 96


def shapes():
    s = {}
    for name, kind, kh, kw, _, _, i, o in BODY: s[name] = (kh, kw, 1 if kind == 'depth' else i, o)
    for name, _ in ALONG: s[name] = (1, 3, WIDE, WIDE)
    return s


def initial(seed):
    g = np.random.default_rng(seed); p = {}
    for name, s in shapes().items():
        p[name] = jnp.asarray(g.standard_normal(s) * np.sqrt(2 / (s[0] * s[1] * s[2])), jnp.float32)
        p[name + '.g'] = jnp.ones(s[3]); p[name + '.b'] = jnp.zeros(s[3])
    p['head'] = jnp.asarray(g.standard_normal((1, 1, WIDE, CLASSES)) * .1, jnp.float32); p['head.b'] = jnp.zeros(CLASSES)
    return p


def taps(x, kh, kw, sh, sw, dilation=1):
    """The kh*kw shifted pictures that a filter sees; edges are padded with zeros so that output = input / stride."""
    h, w = x.shape[1] // sh, x.shape[2] // sw
    if kh == 5: h, top, bottom = 1, 0, 0  # the fold takes all rows at once
    else: top = bottom = kh // 2
    if sh == 2: top = 0
    left = 0 if sw == 2 else kw // 2 * dilation
    x = jnp.pad(x, ((0, 0), (top, bottom), (left, kw // 2 * dilation), (0, 0)))
    return [x[:, i:i + (h - 1) * sh + 1:sh, j * dilation:j * dilation + (w - 1) * sw + 1:sw] for i in range(kh) for j in range(kw)]


def conv(x, w, sh=1, sw=1, dilation=1):
    """A filter as one matrix product: much faster on a CPU, forwards and backwards, than XLA's convolutions."""
    x = jnp.concatenate(taps(x, w.shape[0], w.shape[1], sh, sw, dilation), 3)
    return x @ w.reshape(-1, w.shape[3])


def depthwise(x, w, sh):
    return sum(t * k for t, k in zip(taps(x, 3, 3, sh, 1), w.reshape(9, -1)))


def normed(x, p, name, stats, seen):
    """Batch normalisation; with stats None by the batch, whose moments are noted in `seen`."""
    if stats is None:
        m, v = x.mean((0, 1, 2)), x.var((0, 1, 2)); seen[name] = jnp.stack([m, v])
    else: m, v = stats[name]
    return (x - m) * jax.lax.rsqrt(v + 1e-3) * p[name + '.g'] + p[name + '.b']


def forward(p, x, stats=None):
    """x: N x 40 x W ink 0..1. Returns (N x W/2 x CLASSES before softmax, moments seen)."""
    seen = {}; x = x[..., None]
    for name, kind, kh, kw, sh, sw, i, o in BODY:
        x = depthwise(x, p[name], sh) if kind == 'depth' else conv(x, p[name], sh, sw)
        x = normed(x, p, name, stats, seen)
        if kind != 'depth': x = jax.nn.relu(x)
    for name, dilation in ALONG:
        y = conv(x, p[name], dilation=dilation)
        x = x + jax.nn.relu(normed(y, p, name, stats, seen))
    return (conv(x, p['head']) + p['head.b'])[:, 0], seen
