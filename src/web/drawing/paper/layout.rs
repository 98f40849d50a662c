//! Where everything of a document goes: lines, pictures and rows on pages, and the tree that says what they are.

use super::super::{Anchor, Ink, Mark, Picture, Weight, legible, width, wrapped};
use super::{Block, Column, Row, Table};

/// A4, in points.
pub const PAGE: [f32; 2] = [595.0, 842.0];
/// Room around the text.
const MARGIN: f32 = 56.0;
/// Room below the text, for the foot.
const BELOW: f32 = 64.0;
/// How wide the text is.
pub const WIDTH: f32 = PAGE[0] - 2.0 * MARGIN;
/// The height of a line, in sizes.
const LEADING: f32 = 1.4;
/// The size of a table's words, and the room above and below them.
const TABLE_SIZE: f32 = 8.5;
const CELL_PAD: f32 = 3.0;
/// How far a row of a deeper group is moved in.
const INDENT: f32 = 9.0;
/// Between two columns.
const GAP: f32 = 8.0;

/// What a part of a document is.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// A heading of a rank, with its words.
    Heading(u8, String),
    /// A paragraph.
    Paragraph,
    /// A list, one entry of it, and what the entry says.
    List,
    /// An entry.
    Entry,
    /// Its words.
    EntryBody,
    /// A picture with what it shows in words.
    Figure(String),
    /// A table.
    Table,
    /// A row.
    Row,
    /// The head of a column.
    ColumnHead,
    /// The head of a row.
    RowHead,
    /// A cell, and over how many columns it goes.
    Cell(usize),
}

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Those below it.
    pub below: Vec<usize>,
}

/// Something on a page: for the node that it belongs to, or only for the eye.
#[derive(Debug)]
pub struct Placed {
    /// The node.
    pub node: Option<usize>,
    /// Its marks, where they stand on the page.
    pub marks: Vec<Mark>,
}

/// Where a heading stands.
#[derive(Debug)]
pub struct Entry {
    /// Its words.
    pub title: String,
    /// The page, from 0.
    pub page: usize,
    /// How far down.
    pub top: f32,
}

/// A document that knows its pages.
#[derive(Debug, Default)]
pub struct Layout {
    /// What stands on each.
    pub pages: Vec<Vec<Placed>>,
    /// Every node.
    pub nodes: Vec<Node>,
    /// Those that stand under nothing.
    pub roots: Vec<usize>,
    /// The headings of sections.
    pub outline: Vec<Entry>,
    /// How far the last page is filled.
    down: f32,
}

/// Lays a document out.
pub fn layout(blocks: &[Block]) -> Layout {
    let mut layout = Layout { pages: vec![Vec::new()], down: MARGIN, ..Layout::default() };
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(rank, text) => {
                let follows = blocks.get(index + 1).map_or(0.0, least_height);
                layout.heading(*rank, text, follows);
            }
            Block::Paragraph(size, weight, is_note, text) => layout.paragraph(*size, *weight, *is_note, text),
            Block::List(entries) => layout.list(entries),
            Block::Figure(picture) => layout.figure(picture),
            Block::Table(table) => layout.table(table),
            Block::NewPage => layout.new_page(),
        }
    }
    layout
}

/// What of a block has to stand on the page of the heading before it.
fn least_height(block: &Block) -> f32 {
    match block {
        Block::Figure(picture) => picture.height * scale(picture),
        _ => 48.0,
    }
}

fn scale(picture: &Picture) -> f32 {
    WIDTH / picture.width
}

impl Layout {
    fn node(&mut self, above: Option<usize>, role: Role) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { role, below: Vec::new() });
        match above {
            Some(above) => self.nodes[above].below.push(node),
            None => self.roots.push(node),
        }
        node
    }

    fn place(&mut self, node: Option<usize>, marks: Vec<Mark>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { node, marks });
        }
    }

    fn has_room(&self, height: f32) -> bool {
        self.down + height <= PAGE[1] - BELOW
    }

    fn new_page(&mut self) {
        if self.down > MARGIN {
            self.pages.push(Vec::new());
            self.down = MARGIN;
        }
    }

    /// Begins a page where there is not enough room.
    fn need(&mut self, height: f32) {
        if !self.has_room(height) {
            self.new_page();
        }
    }

    /// Lines of words below each other.
    fn lines(&mut self, node: usize, left: f32, size: f32, weight: Weight, ink: Ink, text: &str) {
        for line in wrapped(&legible(text), size, weight, PAGE[0] - MARGIN - left) {
            self.need(size * LEADING);
            let at = [left, self.down + size];
            let words = Mark::Words { at, anchor: Anchor::Start, size, weight, ink, text: line };
            self.place(Some(node), vec![words]);
            self.down += size * LEADING;
        }
    }

    fn heading(&mut self, rank: u8, text: &str, follows: f32) {
        let size = if rank == 1 { 20.0 } else { 14.0 };
        if self.down > MARGIN {
            self.down += size * 0.9;
        }
        self.need(size * LEADING + follows);
        let page = self.pages.len() - 1;
        self.outline.push(Entry { title: legible(text), page, top: self.down });
        let node = self.node(None, Role::Heading(rank, legible(text)));
        self.lines(node, MARGIN, size, Weight::Bold, Ink::Ink, text);
        self.down += 4.0;
    }

    fn paragraph(&mut self, size: f32, weight: Weight, is_note: bool, text: &str) {
        let node = self.node(None, Role::Paragraph);
        self.lines(node, MARGIN, size, weight, if is_note { Ink::Soft } else { Ink::Ink }, text);
        self.down += size * 0.5;
    }

    fn list(&mut self, entries: &[String]) {
        /// How far the words stand from their dot.
        const LEFT: f32 = 12.0;
        const SIZE: f32 = 9.5;
        let list = self.node(None, Role::List);
        for entry in entries {
            let lines = wrapped(&legible(entry), SIZE, Weight::Regular, WIDTH - LEFT);
            self.need(SIZE * LEADING * lines_of(&lines));
            let node = self.node(Some(list), Role::Entry);
            self.place(None, vec![Mark::Dot([MARGIN + 3.0, self.down + SIZE * 0.65], 1.5, Ink::Ink)]);
            let body = self.node(Some(node), Role::EntryBody);
            self.lines(body, MARGIN + LEFT, SIZE, Weight::Regular, Ink::Ink, entry);
            self.down += 3.0;
        }
    }

    fn figure(&mut self, picture: &Picture) {
        let scale = scale(picture);
        self.need(picture.height * scale);
        let node = self.node(None, Role::Figure(format!("{}. {}", picture.title, picture.text)));
        let at = [MARGIN, self.down];
        let marks = picture.marks.iter().map(|mark| scaled(mark, scale, at)).collect();
        self.place(Some(node), marks);
        self.down += picture.height * scale + 8.0;
    }

    fn table(&mut self, table: &Table) {
        let lefts = lefts(&table.columns);
        let node = self.node(None, Role::Table);
        self.need(60.0);
        self.head(Some(node), &table.columns, &lefts);
        for row in &table.rows {
            let cells = cells(row, &lefts);
            let height = height(&cells);
            if !self.has_room(height) {
                self.new_page();
                self.head(None, &table.columns, &lefts);
            }
            self.row(node, row, &table.columns, &lefts, &cells, height);
        }
        self.down += 10.0;
    }

    /// The heads of the columns; only for the eye where they are repeated.
    fn head(&mut self, table: Option<usize>, columns: &[Column], lefts: &[f32]) {
        let rooms = rooms(lefts);
        let heads: Vec<Vec<String>> = columns
            .iter()
            .zip(&rooms)
            .map(|(column, room)| wrapped(&legible(&column.head), TABLE_SIZE, Weight::Bold, *room))
            .collect();
        let height = height(&heads);
        let row = table.map(|table| self.node(Some(table), Role::Row));
        for (index, (column, lines)) in columns.iter().zip(&heads).enumerate() {
            let node = row.map(|row| self.node(Some(row), Role::ColumnHead));
            let top = self.down + height - CELL_PAD - line_height() * lines_of(lines);
            self.cell(node, [lefts[index], top], rooms[index], column.is_number, Weight::Bold, lines);
        }
        self.down += height;
        let line = [MARGIN, self.down, PAGE[0] - MARGIN, self.down];
        self.place(None, vec![Mark::Lines(vec![line], Ink::Edge, 0.8)]);
    }

    fn row(&mut self, table: usize, row: &Row, columns: &[Column], lefts: &[f32], cells: &[Vec<String>], height: f32) {
        let node = self.node(Some(table), Role::Row);
        let rooms = rooms(lefts);
        for (index, lines) in cells.iter().enumerate() {
            let spans = if index + 1 == cells.len() { columns.len() - index } else { 1 };
            let role = if index == 0 { Role::RowHead } else { Role::Cell(spans) };
            let cell = self.node(Some(node), role);
            let indent = if index == 0 { indent(row) } else { 0.0 };
            let at = [lefts[index] + indent, self.down + CELL_PAD];
            let is_number = columns[index].is_number && spans == 1;
            self.cell(Some(cell), at, rooms[index], is_number, row.weight, lines);
        }
        self.down += height;
        let line = [MARGIN, self.down, PAGE[0] - MARGIN, self.down];
        self.place(None, vec![Mark::Lines(vec![line], Ink::Line, 0.6)]);
    }

    fn cell(
        &mut self,
        node: Option<usize>,
        at: [f32; 2],
        room: f32,
        is_number: bool,
        weight: Weight,
        lines: &[String],
    ) {
        let [left, mut top] = at;
        for line in lines {
            let (x, anchor) = if is_number { (left + room, Anchor::End) } else { (left, Anchor::Start) };
            let at = [x, top + TABLE_SIZE];
            let words = Mark::Words { at, anchor, size: TABLE_SIZE, weight, ink: Ink::Ink, text: line.clone() };
            self.place(node, vec![words]);
            top += line_height();
        }
    }
}

fn indent(row: &Row) -> f32 {
    INDENT * f32::from(row.depth.min(5))
}

fn line_height() -> f32 {
    TABLE_SIZE * LEADING
}

fn lines_of(lines: &[String]) -> f32 {
    f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX))
}

/// The lines of each cell of a row.
fn cells(row: &Row, lefts: &[f32]) -> Vec<Vec<String>> {
    let rooms = rooms(lefts);
    let last = row.cells.len().saturating_sub(1);
    let room = |index: usize| match index {
        0 => rooms[0] - indent(row),
        index if index == last => PAGE[0] - MARGIN - lefts[index],
        index => rooms[index],
    };
    let cell = |(index, text): (usize, &String)| wrapped(&legible(text), TABLE_SIZE, row.weight, room(index));
    row.cells.iter().enumerate().map(cell).collect()
}

fn height(cells: &[Vec<String>]) -> f32 {
    cells.iter().map(|lines| lines_of(lines)).fold(1.0, f32::max) * line_height() + 2.0 * CELL_PAD
}

/// Where columns begin.
fn lefts(columns: &[Column]) -> Vec<f32> {
    let whole: f32 = columns.iter().map(|column| column.part).sum();
    let mut left = MARGIN;
    columns
        .iter()
        .map(|column| {
            let begins = left;
            left += WIDTH * column.part / whole;
            begins
        })
        .collect()
}

/// How wide their words may be.
fn rooms(lefts: &[f32]) -> Vec<f32> {
    let ends = lefts.iter().skip(1).map(|left| left - GAP).chain([PAGE[0] - MARGIN]);
    ends.zip(lefts).map(|(end, left)| end - left).collect()
}

/// A mark of a picture, on the page.
fn scaled(mark: &Mark, scale: f32, [right, down]: [f32; 2]) -> Mark {
    let (x, y) = (|x: f32| right + x * scale, |y: f32| down + y * scale);
    match mark {
        Mark::Area([left, top, width, height], ink) => {
            Mark::Area([x(*left), y(*top), width * scale, height * scale], *ink)
        }
        Mark::Lines(lines, ink, width) => {
            let moved = |[x1, y1, x2, y2]: &[f32; 4]| [x(*x1), y(*y1), x(*x2), y(*y2)];
            Mark::Lines(lines.iter().map(moved).collect(), *ink, width * scale)
        }
        Mark::Dot(at, radius, ink) => Mark::Dot([x(at[0]), y(at[1])], radius * scale, *ink),
        Mark::Ring(at, radius, ink) => Mark::Ring([x(at[0]), y(at[1])], radius * scale, *ink),
        Mark::Words { at, anchor, size, weight, ink, text } => Mark::Words {
            at: [x(at[0]), y(at[1])],
            anchor: *anchor,
            size: size * scale,
            weight: *weight,
            ink: *ink,
            text: text.clone(),
        },
    }
}

/// Where words begin that stand by another end.
pub fn left_of(at: f32, anchor: Anchor, size: f32, weight: Weight, text: &str) -> f32 {
    match anchor {
        Anchor::Start => at,
        Anchor::Middle => at - width(text, size, weight) / 2.0,
        Anchor::End => at - width(text, size, weight),
    }
}
