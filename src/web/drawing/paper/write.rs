//! The file of a document that knows its pages.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};

use super::super::font::{BOLD, REGULAR};
use super::super::{Anchor, Ink, Mark, Weight, legible};
use super::layout::{Layout, PAGE, Placed, Role, left_of};
use super::{Paper, PaperError};

/// A quarter of a circle as a curve: where its handles are, in radii.
const HANDLE: f32 = 0.552_285;
/// Where the foot of a page stands, and its size.
const FOOT: f32 = 810.0;
const FOOT_SIZE: f32 = 8.0;
const FOOT_LEFT: f32 = 56.0;

/// Both weights, as the file embeds them.
struct Fonts([Font; 2]);

impl Fonts {
    fn load() -> Option<Self> {
        let load = |bytes: &'static [u8]| Font::new(bytes.to_vec().into(), 0);
        Some(Self([load(REGULAR)?, load(BOLD)?]))
    }

    fn of(&self, weight: Weight) -> Font {
        let [regular, bold] = &self.0;
        match weight {
            Weight::Regular => regular.clone(),
            Weight::Bold => bold.clone(),
        }
    }
}

/// Writes the file.
pub fn write(paper: &Paper, layout: &Layout) -> Result<Vec<u8>, PaperError> {
    let fonts = Fonts::load().ok_or(PaperError::Typeface)?;
    let refused = |error: &dyn std::fmt::Debug| PaperError::Pdf(format!("{error:?}"));
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let configuration = accessible.finish().map_err(|error| refused(&error))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut leaves: Vec<Vec<Identifier>> = layout.nodes.iter().map(|_| Vec::new()).collect();
    for (index, placed) in layout.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE[0], PAGE[1]).ok_or(PaperError::Typeface)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for one in placed {
            draw_placed(&mut surface, &fonts, one, &mut leaves);
        }
        draw_foot(&mut surface, &fonts, paper, index + 1, layout.pages.len());
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(paper.language.to_owned()));
    for root in &layout.roots {
        tree.push(group(layout, *root, &mut leaves));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(layout));
    document.set_metadata(
        Metadata::new().title(paper.title.clone()).language(paper.language.to_owned()).creator("Candor".to_owned()),
    );
    document.finish().map_err(|error| refused(&error))
}

fn draw_placed(surface: &mut Surface, fonts: &Fonts, placed: &Placed, leaves: &mut [Vec<Identifier>]) {
    let tag = match placed.node {
        Some(_) if matches!(placed.marks.as_slice(), [Mark::Words { .. }]) => ContentTag::Span(SpanTag::empty()),
        Some(_) => ContentTag::Other,
        None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
    };
    let identifier = surface.start_tagged(tag);
    for mark in &placed.marks {
        draw(surface, fonts, mark);
    }
    surface.end_tagged();
    if let Some(leaves) = placed.node.and_then(|node| leaves.get_mut(node)) {
        leaves.push(identifier);
    }
}

fn draw_foot(surface: &mut Surface, fonts: &Fonts, paper: &Paper, page: usize, pages: usize) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let words =
        |at, anchor, text| Mark::Words { at, anchor, size: FOOT_SIZE, weight: Weight::Regular, ink: Ink::Soft, text };
    draw(surface, fonts, &words([FOOT_LEFT, FOOT], Anchor::Start, legible(&paper.foot)));
    draw(surface, fonts, &words([PAGE[0] - FOOT_LEFT, FOOT], Anchor::End, format!("{page} / {pages}")));
    surface.end_tagged();
}

fn draw(surface: &mut Surface, fonts: &Fonts, mark: &Mark) {
    match mark {
        Mark::Area([x, y, width, height], ink) => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                path.push_rect(rect);
            }
            paint(surface, path, Some(fill(*ink)), None);
        }
        Mark::Lines(lines, ink, width) => {
            let mut path = PathBuilder::new();
            for [x1, y1, x2, y2] in lines {
                path.move_to(*x1, *y1);
                path.line_to(*x2, *y2);
            }
            paint(surface, path, None, Some(stroke(*ink, *width)));
        }
        Mark::Dot(at, radius, ink) => paint(surface, disc(*at, *radius), Some(fill(*ink)), None),
        Mark::Ring(at, radius, ink) => {
            paint(surface, disc(*at, *radius), Some(fill(Ink::Paper)), Some(stroke(*ink, 1.2)));
        }
        Mark::Words { at, anchor, size, weight, ink, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            let left = left_of(at[0], *anchor, *size, *weight, text);
            let font = fonts.of(*weight);
            surface.draw_text(Point::from_xy(left, at[1]), font, *size, text, false, TextDirection::Auto);
        }
    }
}

fn paint(surface: &mut Surface, path: PathBuilder, fill: Option<Fill>, stroke: Option<Stroke>) {
    if let Some(path) = path.finish() {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&path);
    }
}

fn colour(ink: Ink) -> rgb::Color {
    let [red, green, blue] = ink.rgb();
    rgb::Color::new(red, green, blue)
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: colour(ink).into(), ..Fill::default() }
}

fn stroke(ink: Ink, width: f32) -> Stroke {
    Stroke { paint: colour(ink).into(), width, ..Stroke::default() }
}

fn disc([x, y]: [f32; 2], radius: f32) -> PathBuilder {
    let (mut path, handle) = (PathBuilder::new(), radius * HANDLE);
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + handle, x + handle, y + radius, x, y + radius);
    path.cubic_to(x - handle, y + radius, x - radius, y + handle, x - radius, y);
    path.cubic_to(x - radius, y - handle, x - handle, y - radius, x, y - radius);
    path.cubic_to(x + handle, y - radius, x + radius, y - handle, x + radius, y);
    path.close();
    path
}

/// What a node of the tree is to those who listen.
fn group(layout: &Layout, index: usize, leaves: &mut [Vec<Identifier>]) -> Node {
    let node = &layout.nodes[index];
    let mut group = TagGroup::new(kind(&node.role));
    for leaf in std::mem::take(&mut leaves[index]) {
        group.push(leaf);
    }
    for below in &node.below {
        group.push(self::group(layout, *below, leaves));
    }
    group.into()
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Heading(rank, title) => {
            let rank = NonZeroU16::new(u16::from(*rank)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(rank, Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::Disc).into(),
        Role::Entry => Tag::LI.into(),
        Role::EntryBody => Tag::LBody.into(),
        Role::Figure(text) => Tag::Figure(Some(text.clone())).into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell(columns) => {
            let columns = u32::try_from(*columns).ok().and_then(NonZeroU32::new).filter(|columns| columns.get() > 1);
            Tag::TD.with_col_span(columns).into()
        }
    }
}

fn outline(layout: &Layout) -> Outline {
    let mut outline = Outline::new();
    for entry in &layout.outline {
        let place = XyzDestination::new(entry.page, Point::from_xy(0.0, entry.top));
        outline.push_child(OutlineNode::new(entry.title.clone(), place));
    }
    outline
}
