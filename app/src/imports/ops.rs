//! Bringing a table, looking at what it would do, letting it come in, throwing it away, taking it back.

use super::columns::{columns, recognize};
use super::entity::{import, part};
use super::model::{
    FILE_BYTES, HOURS, ImportCard, ImportEvent, ImportId, ImportPage, Imports, MOST_ROWS, PAGE, RowQuery, Stage, What, WrongFile, no_draft,
    no_undo, nothing_new, still_wrong,
};
use super::plan::{self, Made};
use super::policy::{Bring, Expire, Forget, TakeBack};
use super::store::{self, Applied, Draft, Import};
use crate::communities::policy::keep_settings;
use crate::communities::{self, model::Framed, serve, serve_once};
use crate::diary;
use crate::kernel::authz::{Action, Permit};
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::db::Mode;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::{self, Job};
use crate::kernel::sheets::{self, Unfit};
use crate::kernel::table;
use crate::wishes;
use chrono::TimeDelta;
use sea_orm::ColumnTrait as _;
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Failure>;

/// What was brought in here, and what columns may say.
///
/// # Errors
/// [`Fault::Refused`] for all but admins.
pub async fn list(ctx: Ctx, (): ()) -> Result<Imports> {
    keep_settings(&ctx.actor)?;
    let all = store::list(&ctx).await?;
    let names = communities::list_names(&ctx, all.iter().map(|import| import.by)).await?;
    let items = all.iter().map(|import| card(&ctx, import, &names)).collect();
    let grids = communities::list_grids(&ctx).await?;
    Ok(Imports { items, grids })
}

/// The page of it.
///
/// # Errors
/// As [`list`].
pub async fn page(ctx: Ctx, (): ()) -> Result<Framed<Imports>> {
    let imports = list(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, imports).await
}

/// The head of a table, to be filled in, as CSV.
///
/// # Errors
/// As [`list`].
pub async fn template(call: &Call, slug: &str, what: What) -> std::result::Result<String, Fault> {
    serve(call, "imports.template", Mode::Read, slug, (), may_bring).await?;
    let head = columns(what).iter().map(|column| call.lang.t(column.name).to_owned()).collect();
    table::csv(&[head]).map_err(|failure| failure.into_fault(&call.request_id))
}

/// Brings a table, to be looked at: nothing happens yet. A draft that the same admin has from before is thrown away. The file
/// is read outside of any transaction.
///
/// # Errors
/// A problem of the field where the file is no table that can be taken; [`Fault::Refused`] for all but admins.
pub async fn bring(call: &Call, slug: &str, what: &str, file: Vec<u8>) -> std::result::Result<ImportId, Fault> {
    serve(call, "imports.may_bring", Mode::Read, slug, (), may_bring).await?;
    let what = What::from_code(what).ok_or(WrongFile::What)?;
    match file.len() {
        0 => return Err(WrongFile::None.into()),
        n if n > FILE_BYTES => return Err(WrongFile::TooManyBytes.into()),
        _ => {}
    }
    let rows = sheets::read(file, MOST_ROWS + 1).await.map_err(|failure| failure.into_fault(&call.request_id))?;
    serve_once(call, "imports.bring", slug, (what, draft(what, rows)?), keep).await
}

async fn may_bring(ctx: Ctx, (): ()) -> Result<()> {
    Ok(keep_settings(&ctx.actor)?)
}

/// The rows of a file, each with its cells in the order of our columns.
fn draft(what: What, rows: std::result::Result<Vec<sheets::Row>, Unfit>) -> std::result::Result<Draft, WrongFile> {
    let mut rows = rows
        .map_err(|unfit| match unfit {
            Unfit::NotATable => WrongFile::NotATable,
            Unfit::TooLarge => WrongFile::TooManyRows,
            Unfit::OldWorkbook => WrongFile::OldWorkbook,
        })?
        .into_iter();
    let (_, head) = rows.next().ok_or(WrongFile::Empty)?;
    let (places, left_out) = recognize(what, &head)?;
    let cell = |cells: &[String], place: Option<usize>| place.and_then(|at| cells.get(at)).cloned().unwrap_or_default();
    let row = |(line, cells): sheets::Row| (line, places.iter().map(|place| cell(&cells, *place)).collect());
    let rows: Vec<_> = rows.map(row).collect();
    if rows.is_empty() { Err(WrongFile::Empty) } else { Ok(Draft { left_out, rows }) }
}

async fn keep(ctx: Ctx, (what, draft): (What, Draft)) -> Result<ImportId> {
    let by = ctx.actor.member.ok_or(Fault::Refused)?;
    for old in store::list_drafts(&ctx, Some(by)).await? {
        throw_away::<Bring>(&ctx, &old).await?;
    }
    let rows = i32::try_from(draft.rows.len()).unwrap_or(i32::MAX);
    let new = Import { id: ImportId::new(ctx.now), what, by, rows, stage: Stage::Draft, at: ctx.now, applied_at: None };
    ctx.permit::<Bring>(&new)?.schedule(Some(ctx.now + TimeDelta::hours(HOURS))).await?;
    ctx.permit::<Bring>(&new)?.create(store::new_row(&new), &ImportEvent::Brought { what, rows }).await?;
    ctx.permit::<Bring>(&new)?.add::<part::Entity>(store::new_part(&ctx, &new, &draft)?).await?;
    Ok(new.id)
}

/// A table with what its rows would do, or did.
///
/// # Errors
/// [`Fault::NotFound`] for drafts of others; [`Fault::Refused`] for all but admins.
pub async fn get(ctx: Ctx, (id, query): (ImportId, RowQuery)) -> Result<ImportPage> {
    let import = found(&ctx, id).await?;
    shown(&ctx, import, query).await
}

/// The page of it.
///
/// # Errors
/// As [`get`].
pub async fn one_page(ctx: Ctx, input: (ImportId, RowQuery)) -> Result<Framed<ImportPage>> {
    let import = get(ctx.clone(), input).await?;
    communities::ops::frame(&ctx, import).await
}

async fn found(ctx: &Ctx, id: ImportId) -> Result<Import> {
    keep_settings(&ctx.actor)?;
    let import = store::find(ctx, id).await?.ok_or(Fault::NotFound)?;
    if import.stage == Stage::Draft && !ctx.actor.is(import.by) { Err(Fault::NotFound.into()) } else { Ok(import) }
}

async fn shown(ctx: &Ctx, import: Import, query: RowQuery) -> Result<ImportPage> {
    let names = communities::list_names(ctx, [import.by]).await?;
    let card = card(ctx, &import, &names);
    if import.stage != Stage::Draft {
        let Applied { counts, stayed, .. } = store::get_applied(ctx, &import).await?;
        let (columns, left_out) = (Vec::new(), Vec::new());
        return Ok(ImportPage { card, counts, columns, left_out, items: Vec::new(), next: None, stayed });
    }
    let draft = store::get_draft(ctx, &import).await?;
    let left_out = draft.left_out.clone();
    let plan = plan::plan(ctx, import.what, draft).await?;
    let counts = plan::counts(&plan);
    let asked = |row: &plan::Planned| {
        (!query.wrong || matches!(row.does, plan::Does::Wrong(_))) && query.after.is_none_or(|after| row.line > after)
    };
    let mut rest = plan.into_iter().filter(asked).map(plan::Planned::card);
    let items: Vec<_> = rest.by_ref().take(PAGE).collect();
    let next = rest.next().and(items.last().map(|last| last.line));
    let columns = columns(import.what).iter().map(|column| column.code.to_owned()).collect();
    Ok(ImportPage { card, counts, columns, left_out, items, next, stayed: Vec::new() })
}

fn card(ctx: &Ctx, import: &Import, names: &HashMap<MemberId, (String, crate::kernel::actor::Roles)>) -> ImportCard {
    ImportCard {
        id: import.id,
        what: import.what,
        stage: import.stage,
        rows: import.rows,
        by: names.get(&import.by).map(|(name, _)| name.clone()).unwrap_or_default(),
        at: ctx.moment(import.at),
        undo_until: import.undo_until(ctx.now).map(|until| ctx.moment(until)),
    }
}

/// Lets a table come in: all of its rows or, where one is wrong, none.
///
/// # Errors
/// A rule where rows are wrong, nothing would happen, or it is no draft any more; as [`get`].
pub async fn apply(ctx: Ctx, id: ImportId) -> Result<ImportPage> {
    keep_settings(&ctx.actor)?;
    // Two tables with the same people one after the other.
    jobs::alone(&ctx, "imports", ctx.place.id.0).await?;
    let import = found(&ctx, id).await?;
    if import.stage != Stage::Draft {
        return Err(no_draft().into());
    }
    let draft = store::get_draft(&ctx, &import).await?;
    let plan = plan::plan(&ctx, import.what, draft).await?;
    let counts = plan::counts(&plan);
    match (counts.wrong, counts.new + counts.changed) {
        (0, 0) => return Err(nothing_new().into()),
        (0, _) => {}
        (wrong, _) => return Err(still_wrong(wrong).into()),
    }
    let made = plan::carry_out(&ctx, plan).await?;
    let event = ImportEvent::Applied { new: counts.new, changed: counts.changed };
    let permit = ctx.permit::<Bring>(&import)?;
    keep_of(&permit, &import, Some(&Applied { counts, made, stayed: Vec::new() })).await?;
    permit.schedule(Some(ctx.now + TimeDelta::hours(HOURS))).await?;
    permit.change(store::moved(Stage::Applied, Some(ctx.now)), is_draft(), &event).await?;
    get(ctx, (id, RowQuery::default())).await
}

/// Throws a draft away.
///
/// # Errors
/// A rule where it is none any more; as [`get`].
pub async fn discard(ctx: Ctx, id: ImportId) -> Result<()> {
    let import = found(&ctx, id).await?;
    if import.stage != Stage::Draft {
        return Err(no_draft().into());
    }
    throw_away::<Bring>(&ctx, &import).await
}

async fn throw_away<A: Action<On = Import>>(ctx: &Ctx, import: &Import) -> Result<()> {
    let permit = ctx.permit::<A>(import)?;
    keep_of(&permit, import, None).await?;
    permit.schedule(None).await?;
    permit.change(store::moved(Stage::Dropped, None), is_draft(), &ImportEvent::Dropped).await
}

fn is_draft() -> sea_orm::sea_query::SimpleExpr {
    import::Column::Stage.eq(Stage::Draft.code())
}

/// Keeps this of the rows of a table from now on.
async fn keep_of<A: Action<On = Import>>(permit: &Permit<'_, A>, import: &Import, applied: Option<&Applied>) -> Result<()> {
    permit.change_parts::<part::Entity>(store::kept(applied)?, part::Column::ImportId.eq(import.id)).await.map(|_| ())
}

/// Throws away every draft that names a member who goes.
///
/// # Errors
/// When the database does.
pub async fn forget(ctx: &Ctx, name: &str) -> Result<()> {
    for import in store::list_drafts(ctx, None).await? {
        let draft = store::get_draft(ctx, &import).await?;
        if draft.rows.iter().any(|(_, cells)| cells.iter().any(|cell| cell == name)) {
            throw_away::<Forget>(ctx, &import).await?;
        }
    }
    Ok(())
}

/// A table's day has passed: a draft is thrown away, and of one that came in is kept how much it was alone. False where there
/// was nothing to do.
///
/// # Errors
/// When the database does.
pub async fn expire(ctx: Ctx, job: Job) -> Result<bool> {
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let import = store::find(&ctx, ImportId(job.subject)).await?;
    let import = import.ok_or_else(|| Failure::Broken(format!("a job for an import {} that is not there", job.subject)))?;
    if import.stage == Stage::Draft {
        throw_away::<Expire>(&ctx, &import).await?;
        return Ok(true);
    }
    let applied = store::get_applied(&ctx, &import).await?;
    let permit = ctx.permit::<Expire>(&import)?;
    keep_of(&permit, &import, Some(&Applied { made: Vec::new(), ..applied })).await?;
    permit.schedule(None).await?;
    Ok(true)
}

/// Takes back what came in, within a day. Records that were used since stay, and so does a role that was changed since.
///
/// # Errors
/// A rule where its day has passed; as [`get`].
pub async fn undo(ctx: Ctx, id: ImportId) -> Result<ImportPage> {
    let import = found(&ctx, id).await?;
    import.undo_until(ctx.now).ok_or_else(|| no_undo(import.stage))?;
    let permit = ctx.permit::<TakeBack>(&import)?;
    let mut applied = store::get_applied(&ctx, &import).await?;
    let (mut records, mut categories) = (HashMap::new(), Vec::new());
    for made in &applied.made {
        match made {
            Made::Record { line, id } => drop(records.insert(*id, *line)),
            Made::Category { id, .. } => categories.push(*id),
            Made::Volunteer { line, id, was, kind } => {
                if !communities::ops::take_back_volunteer(&ctx, *id, was.clone(), *kind).await? {
                    applied.stayed.push(*line);
                }
            }
        }
    }
    let mut ids: Vec<MemberId> = records.keys().copied().collect();
    communities::ops::hold_members(&ctx, &mut ids).await?;
    let mut used = wishes::ops::who_ordered(&ctx, &ids).await?;
    used.extend(diary::ops::who_was_noted(&ctx, &ids).await?);
    let stay = communities::ops::take_back_records(&ctx, ids, &used).await?;
    applied.stayed.extend(records.iter().filter(|(id, _)| stay.contains(id)).map(|(_, line)| *line));
    applied.stayed.sort_unstable();
    communities::ops::close_categories(&ctx, categories).await?;
    let event = ImportEvent::Undone { stayed: applied.stayed.len() };
    keep_of(&permit, &import, Some(&Applied { made: Vec::new(), ..applied })).await?;
    permit.schedule(None).await?;
    permit.change(store::moved(Stage::Undone, None), import::Column::Stage.eq(Stage::Applied.code()), &event).await?;
    get(ctx, (id, RowQuery::default())).await
}
