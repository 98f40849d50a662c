//! The threat model as a page: the project's own document, compiled in, whose tables become labelled cards on a phone.

use std::fmt::{self, Display, Formatter};
use std::sync::LazyLock;

use askama::filters::HtmlSafe;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// The document as it was when this program was built.
const TEXT: &str = include_str!("../../../THREAT-MODEL.md");

static HTML: LazyLock<String> = LazyLock::new(|| {
    let mut written = String::new();
    let mut tables = Tables::default();
    let parser = Parser::new_ext(TEXT, Options::ENABLE_TABLES);
    html::push_html(&mut written, parser.map(|event| tables.labelled(event)));
    written
});

/// Where a table is being read.
#[derive(Default)]
struct Tables {
    headings: Vec<String>,
    is_head: bool,
    column: usize,
}

impl Tables {
    /// An event with the markup of tables as the stylesheet knows them: the first cell of a row names it, the others
    /// carry their column's heading.
    fn labelled<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let markup = match &event {
            Event::Start(Tag::Table(_)) => "<table class=\"cards lost\">".to_owned(),
            Event::Start(Tag::TableHead) => {
                *self = Self { is_head: true, ..Self::default() };
                "<thead><tr>".to_owned()
            }
            Event::End(TagEnd::TableHead) => {
                self.is_head = false;
                "</tr></thead><tbody>".to_owned()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".to_owned()
            }
            Event::End(TagEnd::TableRow) => "</tr>".to_owned(),
            Event::End(TagEnd::Table) => "</tbody></table>".to_owned(),
            Event::Start(Tag::TableCell) => self.begin_cell(),
            Event::End(TagEnd::TableCell) => {
                self.column += 1;
                if self.is_head || self.column == 1 { "</th>" } else { "</td>" }.to_owned()
            }
            Event::Text(text) if self.is_head => {
                self.headings.push(text.to_string());
                return event;
            }
            _ => return event,
        };
        Event::Html(markup.into())
    }

    fn begin_cell(&self) -> String {
        match self.headings.get(self.column) {
            _ if self.is_head => "<th scope=\"col\">".to_owned(),
            Some(heading) if self.column > 0 => format!("<td data-label=\"{heading}\">"),
            _ => "<th scope=\"row\">".to_owned(),
        }
    }
}

/// The document's markup. It comes from the program and from nobody's typing.
#[derive(Debug, Clone, Copy)]
pub struct Document;

impl Display for Document {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str(&HTML)
    }
}

impl HtmlSafe for Document {}
