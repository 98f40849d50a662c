//! A document on A4: words, pictures and tables one below the other, tagged for those who listen to it (PDF/UA-1).

mod layout;
mod write;

use super::{Picture, Weight};

/// A document.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// Its language, as BCP 47 writes it.
    pub language: &'static str,
    /// What stands at the foot of each page, before its number.
    pub foot: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading: 1 for the document's, 2 for a section's.
    Heading(u8, String),
    /// A paragraph: its size in points, how heavy it is, whether it only explains, and its words.
    Paragraph(f32, Weight, bool, String),
    /// A list.
    List(Vec<String>),
    /// A picture, as wide as the text.
    Figure(Picture),
    /// A table.
    Table(Table),
    /// What follows begins a page.
    NewPage,
}

impl Block {
    /// A paragraph of plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(10.0, Weight::Regular, false, text.into())
    }

    /// A paragraph that explains.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Self {
        Self::Paragraph(9.0, Weight::Regular, true, text.into())
    }
}

/// A table. Its head is repeated on every page that it reaches.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its part of the width; all parts together make the whole.
    pub part: f32,
    /// Whether it is flush right.
    pub is_number: bool,
}

/// A row of a table. Its first cell heads it.
#[derive(Debug, Clone)]
pub struct Row {
    /// How deep it stands.
    pub depth: u8,
    /// Whether it stands out.
    pub weight: Weight,
    /// Its cells: as many as columns, or fewer where the last one spans the rest.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
pub type Cell = String;

/// A document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The typeface cannot be used.
    #[error("the typeface cannot be used")]
    Typeface,
    /// The file is not what it has to be.
    #[error("the document cannot be written: {0}")]
    Pdf(String),
}

impl Paper {
    /// The file.
    ///
    /// # Errors
    /// When it cannot be written, or would not be accessible.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        write::write(self, &layout::layout(&self.blocks))
    }
}
