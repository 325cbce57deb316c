"""Makes line images as the reader meets them, with what every column shows. usage: lines.py OUT.npz COUNT SEED train|held|ordinary FONT_FOLDER...
held: fonts never trained on; ordinary: the same, scanned without misfortunes."""
import random, sys, time
from functools import lru_cache
import cv2, numpy as np
from PIL import Image, ImageDraw, ImageFont, features
from fonts import faces
from texts import figure, latin_word, word

assert features.check('raqm'), 'Pillow needs libraqm'
cv2.setNumThreads(1)
HEIGHT, BAND, WIDTH, STEP = 40, 28, 384, 2
# Classes of a column: gap, other ink, Arabic-Indic 0-9, ASCII 0-9, separators, gap inside a figure. MASK: not judged.
GAP, OTHER, MASK, SEPARATORS = 0, 1, -1, '/-.'
ARABIC, ASCII, FIRST_SEPARATOR = 2, 12, 22
INSIDE, CLASSES = 25, 26


@lru_cache(900)
def font(path, size): return ImageFont.truetype(path, size)


@lru_cache(2000)
def single(path, size): return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)  # shapes nothing: faster


@lru_cache(30000)
def extent(path, size, c): g = single(path, size); b = g.getbbox(c, anchor='ls'); return b[0], b[2], g.getlength(c)


def draw_word(d, pieces, x, y, f, text, way='rtl'):
    d.text((x, y), text, font=f, fill=255, anchor='ls', direction=way); end = x + f.getlength(text, direction=way)
    pieces.append((x, end, OTHER, -1)); return end


def draw_row(r, d, x0, x1, y, size, face, latin, density):
    """Prints tokens from left to right until x1. Returns [(left, right, class, figure number)], a word being one piece."""
    f = font(face.path, size); pieces = []; x = x0; k = 0; last = False
    space = size * r.choice((.18, .25, .3, .45, .8)); spread = r.choice((0, 0, 0, .04, .1, .2)) * size
    foreign = r.choice((0, 0, .05, .05, .05, .1, .9)); shake = r.choice((0, 0, 0, .02, .05)) * size
    while x < x1:
        if r.random() < density and not (last and r.random() < .7):
            text = figure(r); p = r.random()
            if p < .18: text = r.choice('...-/') + text  # a sentence's end, ٩٠١/س
            elif p < .22: text += r.choice('.-/')
            elif p < .36: x = draw_word(d, pieces, x, y, f, r.choice([c for c in '،،؛:)(' if ord(c) in face.has] or 'ا'))
            latin_digits = r.random() < .13; persian = r.random() < .05
            lf = r.choice(latin).path
            for c in text:
                if c in SEPARATORS:
                    cls = FIRST_SEPARATOR + SEPARATORS.index(c); g = face.path if ord(c) in face.has and r.random() < .9 else lf; ch = c
                elif latin_digits:
                    cls = ASCII + int(c); ch = c; g = face.path if ord(c) in face.has else lf
                else:
                    base = 0x6F0 if persian and 0x6F4 in face.has else 0x660; cls = ARABIC + int(c); ch = chr(base + int(c)); g = face.path
                yy = y + r.uniform(-shake, shake)
                left, right, advance = extent(g, size, ch); d.text((x, yy), ch, font=single(g, size), fill=255, anchor='ls')
                pieces.append((x + left, x + right, cls, k)); x += advance + spread
            x -= spread; k += 1; last = True
            glued = r.random() < .22  # ١٤٣٥هـ (٣٤) ٩٠١/س و٢٣
        else:
            if r.random() < foreign: x = draw_word(d, pieces, x, y, font(r.choice(latin).path, size), latin_word(r), 'ltr')
            else: x = draw_word(d, pieces, x, y, f, ''.join(c for c in word(r) if ord(c) in face.has) or 'ا')
            last = False; glued = r.random() < .12
        x += size * .06 if glued else space * r.uniform(.8, 1.5)
    return pieces


def printed(r, g, fonts, latin):
    """(ink 0..1, pieces) at the size of a 300 dpi page."""
    face = r.choices(fonts, [f.weight for f in fonts])[0]; size = r.choice((30, 36, 44, 56))
    kind = r.random(); cell = kind < .25
    width = int(size * (r.uniform(1, 6) if cell else r.uniform(7, 15))); H = size * 4; y = size * 2.3
    im = Image.new('L', (width + size * 8, H), 0); d = ImageDraw.Draw(im)
    density = .9 if cell and r.random() < .7 else r.choice((0, .2, .5, .5, .8))
    pieces = draw_row(r, d, size * .4, width, y, size, face, latin, density)
    W = int(max(p[1] for p in pieces) + size * r.uniform(.1, .5))
    if not cell and r.random() < .5:  # neighbours
        for sign in (-1, 1):
            if r.random() < .6: draw_row(r, d, r.uniform(-2, 1) * size, W, y + sign * size * r.uniform(1.25, 2), size, face, latin, .3)
    if r.random() < (.5 if cell else .06):  # ruled register
        t = r.randint(1, 4)
        for yy in (y - size * r.uniform(.95, 1.6), y + size * r.uniform(.35, .9)):
            if r.random() < .6: d.line([(0, yy), (W, yy + r.uniform(-2, 2))], fill=255, width=t)
        for xx in (r.uniform(0, size * .15), W - r.uniform(1, size * .1)):
            if r.random() < .5: d.line([(xx, 0), (xx + r.uniform(-2, 2), H)], fill=255, width=t)
    if r.random() < .1: yy = y + size * r.uniform(.08, .35); d.line([(r.uniform(0, W), yy), (r.uniform(0, W), yy + r.uniform(-2, 2))], fill=255, width=r.randint(1, 4))
    if r.random() < .04: d.line([(r.uniform(0, W), y - size * r.uniform(0, 1)), (r.uniform(0, W), y - size * r.uniform(0, 1))], fill=200, width=r.randint(1, 3))
    return np.asarray(im, np.float32)[int(size * .7):int(size * 3.5), :W] / 255, pieces, size, y - int(size * .7)


def smooth(g, shape, cell): return cv2.resize(g.random((shape[0] // cell + 2, shape[1] // cell + 2), dtype=np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)


def scanned(r, g, ink, size, y):
    """Degrades: what is left is grey, paper white."""
    H, W = ink.shape
    if r.random() < .3:
        k = np.ones((2, 2), np.uint8); ink = cv2.dilate(ink, k, iterations=r.randint(1, 1 + size // 40)) if r.random() < .65 else cv2.erode(ink, k)
    turn, shear = r.gauss(0, .25) * np.pi / 180, r.choice((0, 0, 0, r.uniform(-.2, .25)))
    M = np.float32([[1, shear, -shear * (y - size * .33)], [turn, 1, -turn * W / 2]]); ink = cv2.warpAffine(ink, M, (W, H))
    wear = r.choice((0, 0, .3, .5, .8, 1))
    if wear:
        fine = cv2.GaussianBlur(g.standard_normal((H, W), dtype=np.float32), (0, 0), r.uniform(.8, 2)); fine /= fine.std()
        ink = np.where(fine > 2.6 - 2.2 * wear * r.uniform(.4, 1), ink * r.uniform(0, .5), ink); ink = ink * np.clip(1.15 - wear * smooth(g, (H, W), 60), .25, 1)
    im = np.full((H, W), 1, np.float32)
    if r.random() < .15: im *= 1 - cv2.GaussianBlur(np.roll(ink[:, ::-1], r.randint(-40, 40), 0), (0, 0), r.uniform(2, 5)) * r.uniform(.1, .45)
    if r.random() < .1:
        s = np.zeros((H, W), np.float32); c = (r.randint(-100, W + 100), r.randint(-200, H + 200)); R = r.randint(80, 320)
        for q in (R, int(R * .8)): cv2.circle(s, c, q, 1, max(3, R // 30))
        im *= 1 - cv2.GaussianBlur(s, (0, 0), 1) * np.clip(smooth(g, (H, W), 14) + .3, 0, 1) * r.uniform(.2, .7)
    im = im * (1 - ink * r.choice((1, 1, .95, .85, r.uniform(.35, .85))))
    dpi = r.choice((1, 1, .83, .67, .5))
    if dpi < 1: im = cv2.resize(im, None, fx=dpi, fy=dpi, interpolation=cv2.INTER_AREA)
    if r.random() < .75: im = cv2.GaussianBlur(im, (0, 0), r.choice((.4, .6, .8, 1, 1.4)))
    if r.random() < .7: im = im + g.standard_normal(im.shape, dtype=np.float32) * r.choice((.01, .03, .05, .09))
    for _ in range(r.choice((0, 0, 0, 3, 12))): cv2.circle(im, (r.randrange(im.shape[1]), r.randrange(im.shape[0])), r.randint(0, 2), .2, -1)
    if r.random() < .15: im = (im > r.uniform(.45, .8)).astype(np.float32)
    im = np.clip(im * 255, 0, 255).astype(np.uint8)
    if r.random() < .5: im = cv2.imdecode(cv2.imencode('.jpg', im, [cv2.IMWRITE_JPEG_QUALITY, r.choice((35, 50, 65, 80))])[1], 0)
    if dpi < 1: im = cv2.resize(im, (W, H), interpolation=cv2.INTER_LINEAR)
    if r.random() < .6: im = np.clip((im.astype(np.float32) - r.choice((0, 20, 50))) * r.choice((1, 1.1, 1.25)), 0, 255).astype(np.uint8)
    return im


def ordinary(r, g, ink, size, y):
    """Like scanned, but an office scan without misfortunes: 200 to 300 dpi, some blur, noise and JPEG."""
    im = 1 - ink; H, W = im.shape; dpi = r.choice((1, .83, .67))
    im = cv2.GaussianBlur(cv2.resize(im, None, fx=dpi, fy=dpi, interpolation=cv2.INTER_AREA), (0, 0), r.choice((.4, .6, .8)))
    im = np.clip((im + g.standard_normal(im.shape, dtype=np.float32) * r.choice((.01, .03))) * 255, 0, 255).astype(np.uint8)
    if r.random() < .2: im = np.where(im > 170, 255, 0).astype(np.uint8)
    else: im = cv2.imdecode(cv2.imencode('.jpg', im, [cv2.IMWRITE_JPEG_QUALITY, r.choice((50, 65, 80))])[1], 0)
    return cv2.resize(im, (W, H), interpolation=cv2.INTER_LINEAR)


def normalise(im):
    """As line.rs: the band that holds 97 % of the ink gets BAND rows, its middle comes to the middle of HEIGHT rows. Returns image, scale."""
    dark = 255 - im.astype(np.int64); dark[dark < 64] = 0
    rows = dark.sum(1); total = int(rows.sum()); h = im.shape[0]
    if total == 0: top, bottom = 0, h
    else:
        c = np.cumsum(rows); top = int(np.searchsorted(c * 1000, total * 15, 'right')); bottom = int(np.searchsorted(c * 1000, total * 985, 'left')) + 1
    band = max(bottom - top, h // 4, 4); middle = (top + bottom) / 2; scale = BAND / band
    W = max(1, round(im.shape[1] * scale)); first = int(round(middle - HEIGHT / 2 / scale)); rows_wanted = max(1, int(round(HEIGHT / scale)))
    out = np.full((rows_wanted, im.shape[1]), 255, np.uint8); a, b = max(first, 0), min(first + rows_wanted, h)
    if b > a: out[a - first:b - first] = im[a:b]
    return cv2.resize(out, (W, HEIGHT), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), scale


def example(r, g, fonts, latin, scan=scanned):
    """(image of HEIGHT rows, class of every STEP-th column, figures as text joined by blanks) or None if too wide."""
    ink, pieces, size, y = printed(r, g, fonts, latin); im = scan(r, g, ink, size, y)
    rows = np.flatnonzero(ink.max(1) > .3); rows = rows[(rows > y - size * 1.05) & (rows < y + size * .5)]
    a, b = (rows[0], rows[-1] + 1) if len(rows) else (0, len(ink)); h = b - a
    a = max(0, int(a - h * r.uniform(-.08, .3))); b = min(len(im), int(b + h * r.uniform(-.08, .3)))
    if b - a < 8: return None
    im, scale = normalise(im[a:b])
    label = np.full(WIDTH // STEP, GAP, np.int8); n = len(label); s = scale / STEP
    for left, right, cls, _ in pieces:
        if cls == OTHER: label[max(0, int(left * s)):max(0, int(np.ceil(right * s)))] = OTHER
    for left, right, cls, _ in pieces:
        if cls == OTHER:
            for e in (left * s, right * s): label[max(0, int(e) - 1):max(0, int(e) + 2)] = MASK
    for left, right, cls, _ in pieces:
        if cls != OTHER: label[max(0, int(left * s - .5)):int(right * s + 1.5)] = MASK
    digits = [p for p in pieces if p[2] != OTHER]
    for (l0, r0, _, k0), (l1, r1, _, k1) in zip(digits, digits[1:]):
        m = int((r0 + l1) / 2 * s)
        if k0 == k1 and m < n: label[m] = INSIDE
    for left, right, cls, _ in digits:
        c, half = (left + right) / 2 * s, (right - left) * s * .22; a, b = int(c - half), int(c + half) + 1
        label[a:max(b, a + 1)] = cls
    if im.shape[1] > WIDTH:
        if digits and digits[-1][1] * scale > WIDTH: return None
        im = im[:, :WIDTH]
    names = '٠١٢٣٤٥٦٧٨٩0123456789/-.'; text = {}
    for p in digits: text[p[3]] = text.get(p[3], '') + names[p[2] - ARABIC]
    return im, label[:(im.shape[1] + 1) // STEP], ' '.join(text.values())


def packed(r, g, fonts, latin, scan=scanned):
    """Like example, but exactly WIDTH wide: as many lines side by side as fit."""
    x, y, t, at = np.full((HEIGHT, WIDTH), 255, np.uint8), np.full(WIDTH // STEP, GAP, np.int8), [], 0
    while True:
        e = example(r, g, fonts, latin, scan)
        if e is None: continue
        im, label, text = e
        if at + im.shape[1] > WIDTH:
            if at < WIDTH * .6: continue
            return x, y, ' '.join(t)
        x[:, at:at + im.shape[1]] = im; y[at // STEP:at // STEP + len(label)] = label[:len(y) - at // STEP]
        if text: t.append(text)
        at += (im.shape[1] + 1) // 2 * 2 + r.choice((6, 12, 30))


if __name__ == '__main__':
    out, count, seed, which = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    train, held, latin = faces(sys.argv[5:]); fonts = train if which == 'train' else held
    print(len(train), 'fonts trained on,', len(held), 'held out,', len(latin), 'Latin', flush=True)
    r, g, t = random.Random(seed), np.random.default_rng(seed), time.time(); X, Y, T = [], [], []
    while len(X) < count:
        e = packed(r, g, fonts, latin, ordinary if which == 'ordinary' or which == 'train' and r.random() < .4 else scanned)
        X.append(e[0]); Y.append(e[1]); T.append(e[2])
        if len(X) % 2000 == 0: print(len(X), round(time.time() - t), 's', flush=True)
    np.savez(out, x=np.stack(X), y=np.stack(Y), t=np.array(T))
