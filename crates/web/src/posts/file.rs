//! The posts of an organisation: what waits, who holds which now, ahead and before, and who answers in the system today.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{AppointmentMove, Held, Manner, Powers, held_tag};
use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Tag};
use crate::visit::Visit;

/// A post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostLine {
    /// Its id.
    pub id: String,
    /// Whose, where the file is within reach.
    pub person: Option<String>,
    /// The name.
    pub name: String,
    /// The title.
    pub title: String,
    /// In full or acting; none where a book states it.
    pub manner: Option<Manner>,
    /// Which powers go with it; none where a book states it.
    pub powers: Option<Powers>,
    /// The first day; none where only a book knows it.
    pub since_on: Option<Date>,
    /// The last day.
    pub last_on: Option<Date>,
    /// The paper, or the book.
    pub resolution: String,
    /// When it is held.
    pub held: Held,
    /// Who recorded it, and who decided.
    pub hands: (Option<String>, Option<String>),
    /// Why it was declined, taken back or ended.
    pub words: Option<String>,
    /// Whether whoever holds it can sign in by it.
    pub has_account: bool,
    /// What the reader may do.
    pub moves: Vec<AppointmentMove>,
    /// Its hand-over.
    pub handover: Option<String>,
}

impl PostLine {
    /// When it is held, in a word.
    pub const fn tag(&self) -> Tag {
        held_tag(self.held)
    }

    /// Whether powers go with it that nobody can use yet.
    pub fn lacks_account(&self) -> bool {
        let gives = self.powers.is_some_and(|powers| powers != Powers::Nothing);
        gives && !self.has_account && matches!(self.held, Held::Waiting | Held::Now | Held::Ahead)
    }

    /// Whether the reader may end it.
    pub fn may_end(&self) -> bool {
        self.moves.contains(&AppointmentMove::End)
    }

    /// Whether the reader may decide on it.
    pub fn may_decide(&self) -> bool {
        self.moves.iter().any(|step| *step != AppointmentMove::End)
    }
}

/// The posts of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostsFile {
    /// The organisation.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// Who answers in the system today.
    pub answering: Vec<String>,
    /// Whether there was a secretary and is none.
    pub is_gap: bool,
    /// Its posts.
    pub posts: Vec<PostLine>,
    /// Whether the reader appoints here.
    pub may_record: bool,
    /// The powers that they may give.
    pub may_give: Vec<Powers>,
    /// The posts of the standards.
    pub codes: Vec<Choice>,
}

impl PostsFile {
    /// The post with an id.
    pub fn find(&self, id: &str) -> Option<&PostLine> {
        self.posts.iter().find(|post| post.id == id)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "posts/file.html")]
pub struct PostsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub file: &'a PostsFile,
}

/// `GET /organizations/{organization}/posts`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().posts().posts(visit.asker()?, visit.param("organization")?).await?;
    page::draw(&PostsPage { frame: &visit.frame, file: &file })
}
