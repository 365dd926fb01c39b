//! The pages of posts over the app.

use guanai_app::posts::{
    DecideAppointment, EndPost, FoundAppointee, ListedPost, PostError, RecordAppointment, count_posts_due,
    decide_appointment, end_post, find_appointees, list_waiting_appointments, read_posts, record_appointment,
};
use guanai_app::{Act, Cx};
use guanai_casework::appointment::AppointmentError;
use guanai_i18n::Put;
use guanai_kernel::Date;

use super::words::Words;
use super::{County, id};
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;
use crate::posts::{Appointee, AppointmentMove, PostDesk, PostLine, PostWish, PostsFile, PostsWaiting, WaitingLine};

/// The fact whose codes are the posts.
const POSTS: &str = "person.posts";

impl From<PostError> for AskError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Denied(error) => error.into(),
            PostError::NotFound => Self::NotFound,
            PostError::Operation(error) => error.into(),
            PostError::Population(error) => error.into(),
            PostError::Store(error) => error.into(),
            PostError::Words | PostError::NoSuchPost => Self::Refused("web-refused-post-words"),
            PostError::Days | PostError::Move(AppointmentError::Days) => Self::Refused("web-refused-post-days"),
            PostError::NotAbove => Self::Refused("web-refused-post-not-above"),
            PostError::Powers => Self::Refused("web-refused-post-powers"),
            PostError::Recused | PostError::Move(AppointmentError::OwnPost) => {
                Self::Refused("web-refused-post-recused")
            }
            PostError::NotMember => Self::Refused("web-refused-post-not-member"),
            PostError::Died => Self::Refused("web-refused-post-died"),
            PostError::HeldAlready => Self::Refused("web-refused-post-held"),
            PostError::Move(AppointmentError::OwnHand | AppointmentError::NotOwnHand) => {
                Self::Refused("web-refused-post-own-hand")
            }
            PostError::Move(AppointmentError::Unlawful { .. }) => Self::Refused("web-refused-post-move"),
        }
    }
}

impl PostDesk for County {
    fn posts<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, PostsFile> {
        Box::pin(file(self, who, organization))
    }
    fn appointees<'a>(&'a self, who: Asker<'a>, organization: &'a str, name: &'a str) -> Answer<'a, Vec<Appointee>> {
        Box::pin(appointees(self, who, organization, name))
    }
    fn appoint<'a>(&'a self, who: Asker<'a>, op: OperationId, organization: &'a str, wish: PostWish) -> Answer<'a, ()> {
        Box::pin(appoint(self, who, op, organization, wish))
    }
    fn decide<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        post: &'a str,
        step: AppointmentMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = DecideAppointment { post_id: id(post)?, step, why };
            Ok(decide_appointment(&mut self.cx(who)?, op.into(), &wish).await?)
        })
    }
    fn end<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        post: &'a str,
        last_on: Date,
        why: String,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let wish = EndPost { post_id: id(post)?, last_on, why };
            Ok(end_post(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn waiting<'a>(&'a self, who: Asker<'a>) -> Answer<'a, PostsWaiting> {
        Box::pin(waiting(self, who))
    }
}

fn line(post: ListedPost) -> PostLine {
    PostLine {
        id: post.post_id.to_string(),
        person: post.person_id.map(|id| id.to_string()),
        name: post.name,
        title: post.title,
        manner: post.manner,
        powers: post.powers,
        since_on: post.since_on,
        last_on: post.last_on,
        resolution: post.resolution,
        held: post.held,
        hands: post.hands,
        words: post.words,
        has_account: post.has_account,
        moves: post.moves,
        handover: post.handover_id.map(|id| id.to_string()),
    }
}

async fn file(county: &County, who: Asker<'_>, organization: &str) -> Result<PostsFile, AskError> {
    let words = county.words(who.language);
    let page = read_posts(&mut county.cx(who)?, id(organization)?).await?;
    let pack = &county.standards.pack;
    let values = pack.slot(POSTS).map(|slot| pack.fact(slot).values.as_slice()).unwrap_or_default();
    let codes =
        values.iter().map(|value| Choice { code: value.code.to_string(), name: value.name.get(words.lang).to_owned() });
    Ok(PostsFile {
        organization: page.organization.organization_id.to_string(),
        name: page.organization.name,
        answering: page.answering,
        is_gap: page.is_gap,
        posts: page.posts.into_iter().map(line).collect(),
        may_record: page.may_record,
        may_give: page.may_give,
        codes: codes.collect(),
    })
}

async fn appointees(
    county: &County,
    who: Asker<'_>,
    organization: &str,
    name: &str,
) -> Result<Vec<Appointee>, AskError> {
    let words = county.words(who.language);
    let found = find_appointees(&mut county.cx(who)?, id(organization)?, name).await?;
    Ok(found.into_iter().map(|one| appointee(words, one)).collect())
}

fn appointee(words: Words<'_>, one: FoundAppointee) -> Appointee {
    let mut told = vec![one.name];
    told.extend(one.organization);
    told.extend(one.born_in.map(|year| words.with("web-post-born-in", "year", Put::from(year.to_string().as_str()))));
    Appointee { id: one.person_id.to_string(), told: words.joined(&told) }
}

async fn appoint(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    organization: &str,
    wish: PostWish,
) -> Result<(), AskError> {
    let person = wish.person.as_deref().ok_or(AskError::NotFound)?;
    let wish = RecordAppointment {
        organization_id: id(organization)?,
        person_id: id(person)?,
        code: wish.code,
        title: wish.title,
        manner: wish.manner,
        powers: wish.powers,
        since_on: wish.since_on,
        last_on: wish.last_on,
        resolution: wish.resolution,
    };
    record_appointment(&mut county.cx(who)?, op.into(), &wish).await?;
    Ok(())
}

async fn waiting(county: &County, who: Asker<'_>) -> Result<PostsWaiting, AskError> {
    let due = list_waiting_appointments(&mut county.cx(who)?).await?;
    let to_confirm = due.to_confirm.into_iter().map(|one| WaitingLine {
        organization: one.organization_id.to_string(),
        place: one.organization,
        name: one.name,
        title: one.title,
        since_on: one.since_on,
    });
    Ok(PostsWaiting {
        to_confirm: to_confirm.collect(),
        gaps: due.gaps.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
    })
}

/// What of posts waits for somebody on their first page.
pub(super) async fn due(cx: &Cx<'_>, words: Words<'_>) -> Result<Vec<Duty>, AskError> {
    if cx.authorise(Act::DecideAppointment).is_err() {
        return Ok(Vec::new());
    }
    let due = count_posts_due(cx).await?;
    let told = |count: usize, title: &str, under: &str, state| {
        (count > 0).then(|| Duty {
            title: words.with(title, "count", Put::from(count)),
            under: words.say(under),
            href: Some("/posts".to_owned()),
            state,
        })
    };
    let confirm = ("web-home-posts-confirm", "web-home-posts-confirm-under");
    let gaps = ("web-home-posts-gaps", "web-home-posts-gaps-under");
    let duties = [
        told(due.to_confirm.len(), confirm.0, confirm.1, DutyState::ToDo),
        told(due.gaps.len(), gaps.0, gaps.1, DutyState::Soon),
    ];
    Ok(duties.into_iter().flatten().collect())
}
