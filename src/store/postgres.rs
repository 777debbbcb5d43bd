//! Journals in PostgreSQL: for several machines, and for teams that have a database anyway.
//!
//! An append is one statement that is its own transaction: one round trip, and
//! the server's one wait for its disk. It writes only behind the line that the
//! writer believes to be the last; the primary key decides between two.
//!
//! A connection may break at any instant. Whether what was under way then was
//! kept is not known, but can be found out, for a line's hash tells it from all
//! others: the store connects anew and looks, for a few seconds. A drill that
//! waits for its next move meanwhile notices nothing.
//!
//! Everything is kept in a schema of its own, `sandtable`.

mod address;
mod beside;
mod fault;
mod schema;

use std::fmt;
use std::thread;
use std::time::Duration;

pub use address::Address;
use fault::{Fault, conflicts};
use postgres::{Client, Row, Statement, Transaction};

use super::{Claim, DrillInfo, JournalStore, NewDrill, StoreError, Tell};

/// Writes a batch behind the drill's last line, or nothing at all.
const INSERT_LINES: &str = "
    insert into sandtable.line (drill, seq, body)
    select $1, $2 + n - 1, body from unnest($3::bytea[]) with ordinality as batch (body, n)
    where case when $2 = 0 then exists (select from sandtable.drill where id = $1)
        else exists (select from sandtable.line where drill = $1 and seq = $2 - 1) end";

/// A seek to the drill's last line.
const COUNT_LINES: &str = "select coalesce(max(seq) + 1, 0) from sandtable.line where drill = $1";

/// The end of an update of a drill that notes its lines as well.
const NOTE_LINES: &str =
    "noted_lines = (select coalesce(max(seq) + 1, 0) from sandtable.line where drill = $1) where id = $1";

const LIST_DRILLS: &str = "
    select d.name, d.scenario, d.started_ms,
        case when $1::text is null and d.ended is not null and d.noted_lines > 0 then d.noted_lines
            else (select coalesce(max(seq) + 1, 0) from sandtable.line where drill = d.id) end,
        d.clock_ms, d.ended, coalesce(p.name, d.parent_name), d.parent_lines, d.noted_lines,
        host, machine, process, login, since_ms, seen_ms, d.id
    from sandtable.drill d left join sandtable.drill p on p.id = d.parent
    left join sandtable.claim on claim.drill = d.id
    where $1::text is null or d.name = $1 order by d.started_ms desc, d.id desc";

/// How long to try to reach the server again: a restart, or a failover to another machine, takes some ten seconds.
const PATIENCE: Duration = Duration::from_secs(15);
/// Shorter than this, and nobody need know.
const UNNOTICED: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(200);

/// Keeps journals in a PostgreSQL database.
pub struct PostgresStore {
    address: Address,
    /// Only to look: the server itself turns writing down.
    watches: bool,
    client: Client,
    insert: Option<Statement>,
    /// The drill that was written to last: an append has nothing to look up.
    met: Option<(String, i64)>,
    tell: Option<Tell>,
    /// That it was said that the server is out of reach.
    away: bool,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresStore({})", self.address)
    }
}

impl PostgresStore {
    /// Opens the store at this address; makes its schema if there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Newer`], [`StoreError::Unavailable`].
    pub fn open(address: Address) -> Result<Self, StoreError> {
        let mut store = Self::connect(address, false)?;
        schema::migrate(&mut store.client).map_err(|fault| fault.at(&store.address))?;
        Ok(store)
    }

    /// Opens the store at this address, for commands that only look; `None` if there is none.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_existing(address: Address) -> Result<Option<Self>, StoreError> {
        let mut store = Self::connect(address, false)?;
        match schema::version(&mut store.client).map_err(|fault| fault.at(&store.address))? {
            0 => Ok(None),
            _ => {
                schema::migrate(&mut store.client).map_err(|fault| fault.at(&store.address))?;
                Ok(Some(store))
            }
        }
    }

    /// Opens the store at this address to watch it while others write; `None` if there is none.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_to_watch(address: Address) -> Result<Option<Self>, StoreError> {
        let Some(mut store) = Self::open_existing(address)? else { return Ok(None) };
        store.watches = true;
        store.connect_again()?;
        Ok(Some(store))
    }

    fn connect(address: Address, watches: bool) -> Result<Self, StoreError> {
        let client = connected(&address, watches).map_err(|fault| fault.at(&address))?;
        Ok(Self { address, watches, client, insert: None, met: None, tell: None, away: false })
    }

    fn connect_again(&mut self) -> Result<(), StoreError> {
        let mut waited = Duration::ZERO;
        loop {
            match connected(&self.address, self.watches) {
                Ok(client) => {
                    self.insert = None;
                    self.client = client;
                    if std::mem::take(&mut self.away) {
                        self.say("The server that keeps the record is back.");
                    }
                    return Ok(());
                }
                Err(fault) if !fault.may_pass() || waited >= PATIENCE => return Err(fault.at(&self.address)),
                #[expect(
                    clippy::disallowed_methods,
                    reason = "the server is starting, or its network is back soon"
                )]
                Err(_) => thread::sleep(PAUSE),
            }
            waited += PAUSE;
            if waited >= UNNOTICED && !self.away {
                self.away = true;
                self.say(&format!(
                    "The server that keeps the record can't be reached. Trying again for {} seconds; the clock stands \
                     still, and nothing that was confirmed is lost.",
                    PATIENCE.as_secs()
                ));
            }
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(tell) = &mut self.tell {
            tell(text);
        }
    }

    /// Does something that may be done twice; if the connection is gone, on a new one.
    fn on<T>(&mut self, what: impl Fn(&mut Client) -> Result<T, postgres::Error>) -> Result<T, StoreError> {
        match what(&mut self.client).map_err(Fault::from) {
            Ok(done) => Ok(done),
            Err(fault) if fault.is_lost_connection() => {
                self.connect_again()?;
                what(&mut self.client).map_err(|error| Fault::from(error).at(&self.address))
            }
            Err(fault) => Err(fault.at(&self.address)),
        }
    }

    /// The number of a drill; it may have been renamed or deleted by others.
    fn id(&mut self, drill: &str) -> Result<i64, StoreError> {
        self.met = None;
        let found =
            self.on(|db| db.query_opt("select id from sandtable.drill where name = $1", &[&drill]))?;
        let id = found.map(|row| row.get(0)).ok_or_else(|| unknown(drill))?;
        self.met = Some((drill.to_owned(), id));
        Ok(id)
    }

    fn met(&mut self, drill: &str) -> Result<i64, StoreError> {
        match &self.met {
            Some((name, id)) if name == drill => Ok(*id),
            _ => self.id(drill),
        }
    }

    /// Whether the lines fitted; if not, none was written.
    fn insert(&mut self, id: i64, first: i64, lines: &[Vec<u8>]) -> Result<bool, Fault> {
        let insert = match &self.insert {
            Some(insert) => insert.clone(),
            None => self.insert.insert(self.client.prepare(INSERT_LINES)?).clone(),
        };
        match self.client.execute(&insert, &[&id, &first, &lines]) {
            Ok(rows) => Ok(rows == lines.len() as u64),
            Err(error) if conflicts(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// After a break: whether these very lines are there already.
    fn is_kept(&mut self, id: i64, first: i64, lines: &[Vec<u8>]) -> Result<bool, StoreError> {
        let sql = "select body from sandtable.line where drill = $1 and seq >= $2 order by seq limit $3";
        let most = lines.len() as i64;
        let rows = self.on(|db| db.query(sql, &[&id, &first, &most]))?;
        Ok(rows.len() == lines.len()
            && rows.iter().zip(lines).all(|(row, line)| row.get::<_, &[u8]>(0) == line))
    }

    fn count(&mut self, id: i64) -> Result<u64, StoreError> {
        self.on(|db| db.query_one(COUNT_LINES, &[&id])).map(|row| unsigned(row.get(0)))
    }

    fn list(&mut self, name: Option<&str>) -> Result<Vec<DrillInfo>, StoreError> {
        let rows = self.on(|db| db.query(LIST_DRILLS, &[&name]))?;
        Ok(rows.iter().map(info_in).collect())
    }

    fn driven(&mut self, drill: &str, id: i64) -> Result<StoreError, StoreError> {
        Ok(match self.on(|db| beside::claimed(db, id))? {
            Some(by) => StoreError::Driven { drill: drill.to_owned(), by: Box::new(by) },
            None => {
                self.id(drill)?;
                StoreError::Lost { drill: drill.to_owned() }
            }
        })
    }
}

impl JournalStore for PostgresStore {
    fn create(&mut self, drill: &NewDrill<'_>, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        self.met = None;
        let created = match create(&mut self.client, drill, lines) {
            Err(fault) if fault.is_lost_connection() => {
                self.connect_again()?;
                match self.id(drill.name) {
                    // The first try came through, and only its answer was lost.
                    Ok(id) => Ok(Some(id)
                        .filter(|_| !lines.is_empty())
                        .filter(|&id| self.is_kept(id, 0, lines).unwrap_or(false))),
                    Err(_) => create(&mut self.client, drill, lines),
                }
            }
            created => created,
        };
        let id = created.map_err(|fault| fault.at(&self.address))?;
        let id = id.ok_or_else(|| StoreError::Exists { drill: drill.name.to_owned() })?;
        self.met = Some((drill.name.to_owned(), id));
        Ok(())
    }

    fn tell_when_away(&mut self, tell: Option<Tell>) {
        self.tell = tell;
    }

    fn append(&mut self, drill: &str, expected: u64, lines: &[Vec<u8>]) -> Result<(), StoreError> {
        let (id, first) = (self.met(drill)?, signed(expected));
        let fits = match lines {
            [] => self.count(id)? == expected,
            lines => match self.insert(id, first, lines) {
                Ok(fits) => fits,
                Err(fault) if fault.is_lost_connection() => {
                    self.connect_again()?;
                    self.is_kept(id, first, lines)?
                        || self.insert(id, first, lines).map_err(|fault| fault.at(&self.address))?
                        // What was under way on the old connection may have come through by now.
                        || self.is_kept(id, first, lines)?
                }
                Err(fault) => return Err(fault.at(&self.address)),
            },
        };
        if fits {
            return Ok(());
        }
        // A drill without any lines may not even be there any more.
        let found = match self.count(id)? {
            0 => self.id(drill).map(|_| 0)?,
            found => found,
        };
        Err(StoreError::Conflict { drill: drill.to_owned(), expected, found })
    }

    fn read(&mut self, drill: &str, from: u64, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), StoreError> {
        let (id, from) = (self.id(drill)?, signed(from));
        let sql = "select seq, body from sandtable.line where drill = $1 and seq >= $2 order by seq";
        let rows = self.on(|db| db.query(sql, &[&id, &from]))?;
        for row in rows {
            each(unsigned(row.get(0)), row.get(1));
        }
        Ok(())
    }

    fn note_clock(&mut self, drill: &str, at_ms: i64) -> Result<(), StoreError> {
        let id = self.met(drill)?;
        let sql = format!("update sandtable.drill set clock_ms = $2, {NOTE_LINES}");
        match self.on(|db| db.execute(&sql, &[&id, &at_ms]))? {
            0 => Err(unknown(drill)),
            _ => Ok(()),
        }
    }

    fn note_end(&mut self, drill: &str, how: &str) -> Result<(), StoreError> {
        let id = self.met(drill)?;
        let sql = format!("update sandtable.drill set ended = $2, {NOTE_LINES}");
        match self.on(|db| db.execute(&sql, &[&id, &how]))? {
            0 => Err(unknown(drill)),
            _ => Ok(()),
        }
    }

    fn drills(&mut self) -> Result<Vec<DrillInfo>, StoreError> {
        self.list(None)
    }

    fn info(&mut self, drill: &str) -> Result<DrillInfo, StoreError> {
        self.list(Some(drill))?.pop().ok_or_else(|| unknown(drill))
    }

    fn rename(&mut self, drill: &str, to: &str) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.met = None;
        match self.on(|db| beside::rename(db, id, to))? {
            true => Ok(()),
            false => Err(StoreError::Exists { drill: to.to_owned() }),
        }
    }

    fn delete(&mut self, drill: &str) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.met = None;
        self.on(|db| beside::delete(db, id))
    }

    fn seat(&mut self, drill: &str, seat: &str, person: &str) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.on(|db| beside::seat(db, id, seat, person))
    }

    fn people(&mut self, drill: &str) -> Result<Vec<(String, String)>, StoreError> {
        let id = self.id(drill)?;
        self.on(|db| beside::people(db, id))
    }

    fn forget(&mut self, person: &str) -> Result<Vec<String>, StoreError> {
        self.on(|db| beside::forget(db, person))
    }

    fn write_note(&mut self, drill: &str, key: &str, text: &str) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.on(|db| beside::write_note(db, id, key, text))
    }

    fn swap_note(
        &mut self,
        drill: &str,
        key: &str,
        was: Option<&str>,
        text: &str,
    ) -> Result<bool, StoreError> {
        let id = self.id(drill)?;
        self.on(|db| beside::swap_note(db, id, key, was, text))
    }

    fn note(&mut self, drill: &str, key: &str) -> Result<Option<String>, StoreError> {
        let id = self.id(drill)?;
        self.on(|db| beside::note(db, id, key))
    }

    fn notes(&mut self, key: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.on(|db| beside::notes(db, key))
    }

    fn claim(&mut self, drill: &str, claim: &Claim, instead_of: Option<&Claim>) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        match self.on(|db| beside::claim(db, id, claim, instead_of))? {
            true => Ok(()),
            false => {
                let driven = self.driven(drill, id)?;
                // A first try may have come through, and only its answer was lost.
                let mine = matches!(&driven, StoreError::Driven { by, .. } if by.is(claim));
                if mine { Ok(()) } else { Err(driven) }
            }
        }
    }

    fn still_driving(&mut self, drill: &str, claim: &Claim, seen_ms: i64) -> Result<(), StoreError> {
        let id = self.met(drill)?;
        match self.on(|db| beside::seen(db, id, claim, seen_ms))? {
            true => Ok(()),
            false => Err(self.driven(drill, id)?),
        }
    }

    fn release(&mut self, drill: &str, claim: &Claim) -> Result<(), StoreError> {
        let id = self.id(drill)?;
        self.on(|db| beside::release(db, id, claim))
    }
}

/// A session with the settings that our promises need, whatever the server's defaults are.
fn connected(address: &Address, watches: bool) -> Result<Client, Fault> {
    let mut client = address.connect()?;
    let mut settings = "
        select set_config('synchronous_commit', 'on', false)
            where current_setting('synchronous_commit') in ('off', 'local');
        set lock_timeout = '5s'; set client_min_messages = warning;"
        .to_owned();
    if watches {
        settings.push_str("set default_transaction_read_only = on;");
    }
    client.batch_execute(&settings)?;
    Ok(client)
}

/// The new drill's number, or nothing if the name is taken.
fn create(client: &mut Client, drill: &NewDrill<'_>, lines: &[Vec<u8>]) -> Result<Option<i64>, Fault> {
    let mut tx = client.transaction()?;
    let (parent, shared) = drill.parent.unzip();
    let sql = "insert into sandtable.drill (name, scenario, started_ms, parent, parent_name, parent_lines)
        values ($1, $2, $3, (select id from sandtable.drill where name = $4), $4, $5)
        on conflict do nothing returning id";
    let new =
        tx.query_opt(sql, &[&drill.name, &drill.scenario, &drill.started_ms, &parent, &shared.map(signed)])?;
    let Some(id) = new.map(|row| row.get::<_, i64>(0)) else { return Ok(None) };
    if let Some(claim) = drill.claim {
        beside::claim(&mut tx, id, claim, None)?;
    }
    for (key, text) in drill.notes {
        beside::write_note(&mut tx, id, key, text)?;
    }
    insert_first(&mut tx, id, lines)?;
    tx.commit()?;
    Ok(Some(id))
}

fn insert_first(tx: &mut Transaction<'_>, id: i64, lines: &[Vec<u8>]) -> Result<(), postgres::Error> {
    tx.execute(INSERT_LINES, &[&id, &0_i64, &lines]).map(drop)
}

fn info_in(row: &Row) -> DrillInfo {
    let parent: Option<String> = row.get(6);
    DrillInfo {
        name: row.get(0),
        scenario: row.get(1),
        started_ms: row.get(2),
        lines: unsigned(row.get(3)),
        clock_ms: row.get(4),
        ended: row.get(5),
        parent: parent.map(|name| (name, unsigned(row.get::<_, Option<i64>>(7).unwrap_or_default()))),
        noted: unsigned(row.get(8)),
        claim: beside::claim_in(row, 9),
    }
}

fn unknown(drill: &str) -> StoreError {
    StoreError::Unknown { drill: drill.to_owned() }
}

/// PostgreSQL counts with a sign; what doesn't fit is past the end of any drill.
fn signed(seq: u64) -> i64 {
    // One below the most, for a batch counts on from there.
    i64::try_from(seq).unwrap_or(i64::MAX).min(i64::MAX - (1 << 32))
}

fn unsigned(seq: i64) -> u64 {
    u64::try_from(seq).unwrap_or(0)
}
