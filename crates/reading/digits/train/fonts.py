"""The fonts that lines are printed with: which families are trained on, which are kept for the test."""
import glob, os
from fontTools.ttLib import TTFont

# Never trained on. All fonts of the project's test pages are among them, so the figure for those pages is one for unseen fonts too.
HELD_OUT = ('Thabit', 'Amiri', 'NotoNaskhArabic', 'DejaVuSans', 'aref-ruqaa', 'KacstBook', 'ae_Salem', 'tajawal')
# Unreadable, outlined, or with other glyphs in the digits' places.
LEFT_OUT = ('Haramain', 'KacstTitleL', 'Shado', 'Manzomah', 'zain', 'QuranColored', 'KacstPoster', 'Nada', 'unifont_sample', 'unifont_jp', 'Jet',
            'Japan', 'KacstScreen', 'KacstDecorative')
# Shop-sign lettering: seldom.
SELDOM = ('ae_', 'Lemonada', 'lalezar', 'changa', 'KacstTitle', 'KacstDigital', 'homa', 'titr', 'Nastaliq', 'Ajrak', 'Tehreer', 'unifont', 'Alkalami')
LATIN = ('DejaVu', 'Liberation', 'Courier Prime', 'FreeMono', 'FreeSerif', 'FreeSans')
ARABIC_INDIC, PERSIAN = range(0x660, 0x66A), range(0x6F0, 0x6FA)


class Face:
    """One font file and what it can print."""

    def __init__(self, path):
        self.path, self.name = path, os.path.basename(path)
        self.has = set(TTFont(path, fontNumber=0).getBestCmap())
        self.arabic = all(c in self.has for c in ARABIC_INDIC) and all(ord(c) in self.has for c in 'ابتجحدرسصطعفكلمنهوية')
        self.weight = 0.25 if any(s in self.name for s in SELDOM) else 1.0
        self.weight /= 1 + 0.5 * sum(s in self.name for s in ('Light', 'Medium', 'Bold', 'Oblique', 'Slanted', 'Italic', 'Condensed'))


def faces(folders):
    """(trained on, held out, Latin) faces found under the folders."""
    train, held, latin = [], [], []
    for path in sorted(p for folder in folders for p in glob.glob(folder + '/**/*', recursive=True)):
        name = os.path.basename(path)
        if not name.lower().endswith(('.ttf', '.otf')) or any(s in name for s in LEFT_OUT):
            continue
        if name.startswith('Noto') and not any(s in name for s in ('Arabic', 'Nastaliq')):
            continue
        if any(name.startswith(s) for s in LATIN):
            latin.append(Face(path))
        face = Face(path)
        if face.arabic:
            (held if any(s in name for s in HELD_OUT) else train).append(face)
    return train, held, latin
