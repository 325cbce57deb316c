//! What is on a PDF page, found by letting it be drawn on nothing.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use hayro::kurbo::{BezPath, Rect};

use crate::decode::Origin;

/// A picture counts as the whole page if it covers so much of it.
const WHOLE_PAGE: f64 = 0.8;

/// What was drawn.
#[derive(Debug, Default)]
pub(super) struct Look {
    pictures: u32,
    text: bool,
    hidden_text: bool,
    lines: bool,
    /// The picture that covers most of the page: pixels across and down, and its extent in points.
    largest: Option<(f64, f64, Rect)>,
}

impl Look {
    /// Looks at a page.
    pub(super) fn at(page: &Page<'_>, settings: &InterpreterSettings) -> Self {
        let (width, height) = page.render_dimensions();
        let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let cache = InterpreterCache::new();
        let mut context = Context::new(transform, target, &cache, page.xref(), settings.clone());
        let mut look = Self::default();
        interpret_page(page, &mut context, &mut look);
        look
    }

    /// Where the page comes from.
    pub(super) fn origin(&self) -> Origin {
        match self {
            Self { pictures: 1.., text: false, hidden_text: true, .. } => Origin::ScanWithText,
            Self { pictures: 1.., text: false, lines: false, .. } => Origin::Scan,
            _ => Origin::BornDigital,
        }
    }

    /// The resolution of the picture that is the whole page, across and down, if one is and nothing is drawn beside it.
    pub(super) fn resolution(&self, page: Rect) -> Option<(f64, f64)> {
        let (across, down, extent) = self.largest?;
        let covers = extent.intersect(page).area() / page.area();
        let alone = self.pictures == 1 && self.origin() != Origin::BornDigital;
        let found = (across / extent.width() * 72.0, down / extent.height() * 72.0);
        (alone && covers >= WHOLE_PAGE).then_some(found)
    }
}

impl<'a> Device<'a> for Look {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, mode: &DrawMode) {
        self.lines |= !matches!(mode, DrawMode::Invisible);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        let hidden = matches!(mode, DrawMode::Invisible);
        self.hidden_text |= hidden;
        self.text |= !hidden;
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.pictures = self.pictures.saturating_add(1);
        let (across, down) = (f64::from(image.width()), f64::from(image.height()));
        let extent = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, across, down));
        let [a, b, ..] = props.transform.as_coeffs();
        let (across, down) = if b.abs() > a.abs() { (down, across) } else { (across, down) };
        if self.largest.is_none_or(|(.., largest)| largest.area() < extent.area()) {
            self.largest = Some((across, down, extent));
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
