"""Trains the network. usage: train.py OUT.npz STEPS SEED HELD.npz FOLDER_OF_LINES TOP_RATE [START.npz]"""
import glob, os, sys, time
os.environ.setdefault('XLA_FLAGS', '--xla_cpu_multi_thread_eigen=false')  # one thread: repeatable, and faster on a busy machine
import jax, jax.numpy as jnp, numpy as np
from evaluate import figures_right
from lines import CLASSES, GAP, INSIDE, OTHER
from net import forward, initial

BATCH = 16
WEIGHT = np.ones(CLASSES, np.float32); WEIGHT[[GAP, OTHER]], WEIGHT[INSIDE] = .3, 2


def allowed(y):
    """For every column the two classes it may show: its own, or where none is given the nearest ones before and behind."""
    at = np.arange(y.shape[1])[None]
    before = np.maximum.accumulate(np.where(y >= 0, at, -1), 1); behind = np.minimum.accumulate(np.where(y >= 0, at, y.shape[1])[:, ::-1], 1)[:, ::-1]
    edged = np.pad(y, ((0, 0), (1, 1)), constant_values=GAP)
    return np.stack([np.take_along_axis(edged, before + 1, 1), np.take_along_axis(edged, behind + 1, 1)], 2).astype(np.int32)


def loss(p, x, y):
    z, seen = forward(p, x); w = jnp.asarray(WEIGHT)[y].mean(2)
    either = jnp.take_along_axis(jax.nn.log_softmax(z), y, 2)
    nll = -jnp.where(y[..., 0] == y[..., 1], either[..., 0], jnp.logaddexp(either[..., 0], either[..., 1]))
    return (nll * w).sum() / w.sum(), seen


@jax.jit
def step(p, m, v, mean, stats, x, y, rate, t):
    (l, seen), g = jax.value_and_grad(loss, has_aux=True)(p, x, y)
    m = jax.tree.map(lambda a, b: .9 * a + .1 * b, m, g); v = jax.tree.map(lambda a, b: .99 * a + .01 * b * b, v, g)
    p = jax.tree.map(lambda a, b, c: a - rate * (b / (1 - .9 ** t) / (jnp.sqrt(c / (1 - .99 ** t)) + 1e-8) + 1e-4 * a), p, m, v)
    keep = jnp.minimum(.998, t / (t + 20)); mean = jax.tree.map(lambda a, b: keep * a + (1 - keep) * b, mean, p)
    keep = jnp.minimum(.98, (t + 3) / (t + 8)); stats = jax.tree.map(lambda a, b: keep * a + (1 - keep) * b, stats, seen)
    return p, m, v, mean, stats, l


def varied(g, x):
    """Ink 0..1 with small shifts up and down and another darkness."""
    ink = (255 - x.astype(np.float32)) / 255
    ink = np.stack([np.roll(i, s, 0) for i, s in zip(ink, g.integers(-2, 3, len(ink)))])
    return np.clip(ink * g.uniform(.7, 1.15, (len(ink), 1, 1)).astype(np.float32), 0, 1)


if __name__ == '__main__':
    out, steps, seed, held, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), np.load(sys.argv[4]), sys.argv[5]
    top, start = float(sys.argv[6]), np.load(sys.argv[7]) if len(sys.argv) > 7 else {}
    p = {k: jnp.asarray(start[k]) if k in start else a for k, a in initial(seed).items()}; print(sum(a.size for a in p.values()), 'parameters', flush=True)
    g = np.random.default_rng(seed); zero = jax.tree.map(jnp.zeros_like, p); m, v, mean = zero, zero, p; t0, total = time.time(), 0.
    stats = {k: jnp.zeros(s.shape) for k, s in jax.eval_shape(forward, p, jnp.zeros((1, 40, 64)))[1].items()}
    if start: stats = {k: jnp.asarray(start['stats.' + k]) for k in stats}
    order = np.empty(0, int)
    for t in range(1, steps + 1):
        if len(order) < BATCH:
            data = [np.load(f) for f in sorted(glob.glob(folder + '/[0-9]*.npz'))]; x, y = (np.concatenate([d[k] for d in data]) for k in 'xy')
            order = g.permutation(len(x)); print(len(x), 'lines', flush=True)
        pick, order = order[:BATCH], order[BATCH:]
        rate = top * min(1, t / 80) * (.5 + .5 * np.cos(np.pi * t / steps)) + 2e-5
        p, m, v, mean, stats, l = step(p, m, v, mean, stats, varied(g, x[pick]), allowed(y[pick]), rate, t); total += float(l)
        if t % 100 == 0: print(t, f'loss {total / 100:.4f}', f'{time.time() - t0:.0f} s', flush=True); total = 0.
        if t % 500 == 0 or t == steps:
            print('  unseen fonts: %d of %d figures of two digits or more, %d wrong' % figures_right(mean, stats, held['x'][:400 if t < steps else None], held['t']), flush=True)
            np.savez(out, **{k: np.asarray(a) for k, a in mean.items()}, **{'stats.' + k: np.asarray(a) for k, a in stats.items()})
