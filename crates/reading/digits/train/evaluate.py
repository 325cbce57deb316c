"""Figures from the network's columns, as decode.rs reads them, and how many are right. usage: evaluate.py MODEL.npz LINES.npz..."""
import re, sys
from collections import Counter
import jax, numpy as np
from lines import ARABIC, CLASSES, GAP, INSIDE, OTHER
from net import forward

NAMES = '٠١٢٣٤٥٦٧٨٩0123456789/-.'
run = jax.jit(forward)
# What a change costs, in nats: least between a character and the gap inside a figure, most between characters without that gap.
CHANGE, STEP_INSIDE, TOUCHING = 1.5, .4, 8.
COST = np.full((CLASSES, CLASSES), CHANGE, np.float32); COST[ARABIC:INSIDE, ARABIC:INSIDE] = TOUCHING
COST[ARABIC:INSIDE, INSIDE] = COST[INSIDE, ARABIC:INSIDE] = STEP_INSIDE; np.fill_diagonal(COST, 0)


def path(logp):
    """The best class of each column, when changing from one to the next costs what COST says (Viterbi)."""
    score, back = logp[0], []
    for row in logp[1:]:
        through = score[:, None] - COST; best = through.argmax(0); back.append(best); score = through[best, np.arange(len(row))] + row
    out = [int(score.argmax())]
    for best in reversed(back): out.append(int(best[out[-1]]))
    return out[::-1]


def figures(best):
    """best: class of each column. A figure ends where a column shows a gap or other ink."""
    out, text, last = [], '', None
    for c in list(best) + [GAP]:
        if c in (GAP, OTHER):
            if text: out.append(text)
            text = ''
        elif c != INSIDE and c != last: text += NAMES[c - ARABIC]
        last = c
    return out


def strings(text): return re.findall(r'\d{2,}', text.translate(str.maketrans('٠١٢٣٤٥٦٧٨٩', '0123456789')))


def figures_right(p, stats, x, texts):
    """(right, all, read but not there), strings of two or more digits."""
    right = total = extra = 0
    for i in range(0, len(x) - len(x) % 50, 50):
        best = [path(np.asarray(z)) for z in jax.nn.log_softmax(run(p, (255 - x[i:i + 50].astype(np.float32)) / 255, stats)[0])]
        for b, t in zip(best, texts[i:i + 50]):
            have, want = Counter(strings(' '.join(figures(b)))), Counter(strings(str(t)))
            hit = sum((have & want).values()); right += hit; total += sum(want.values()); extra += sum(have.values()) - hit
    return right, total, extra


def load(path):
    """(parameters, moments of batch normalisation) of a model."""
    saved = np.load(path)
    return {k: saved[k] for k in saved if not k.startswith('stats.')}, {k[6:]: saved[k] for k in saved if k.startswith('stats.')}


if __name__ == '__main__':
    for name in sys.argv[2:]:
        lines = np.load(name)
        print(name, '%d of %d figures of two digits or more, %d wrong' % figures_right(*load(sys.argv[1]), lines['x'], lines['t']))
