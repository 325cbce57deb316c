"""Writes lines in fonts never trained on for the reader's tests, with what the network says of them here. usage: golden.py MODEL.npz FOLDER FONT_FOLDER...
FOLDER/N.png: a line of 40 rows; FOLDER/golden.json: for each its figures and for each column the likeliest class and its probability."""
import json, random, sys
import cv2, jax, numpy as np
from evaluate import figures, load, path, run
from fonts import faces
from lines import example

(p, stats), out = load(sys.argv[1]), []
_, held, latin = faces(sys.argv[3:]); r, g = random.Random(5), np.random.default_rng(5)
while len(out) < 4:
    e = example(r, g, held, latin)
    if e is None or e[0].shape[1] % 8 or not 6 <= sum(c.isdigit() for c in e[2]) <= 12: continue
    probability = np.asarray(jax.nn.softmax(run(p, (255 - e[0][None].astype(np.float32)) / 255, stats)[0]))[0]
    if figures(path(np.log(probability))) != e[2].split(' ') or probability.max(1).mean() < .9: continue
    cv2.imwrite(f'{sys.argv[2]}/{len(out)}.png', e[0])
    out.append({'figures': e[2].split(' '), 'columns': [[int(c.argmax()), round(float(c.max()), 4)] for c in probability]})
json.dump(out, open(sys.argv[2] + '/golden.json', 'w'), ensure_ascii=False)
