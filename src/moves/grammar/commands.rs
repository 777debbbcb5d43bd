//! The moves of the drill, each read to its command.

use super::{Args, MOVES, MoveHelp, Rest, plain};
use crate::engine::command::{Brief, Command, RoleChange, Statement, UpdateSlots, Whom};
use crate::engine::event::Word;
use crate::moves::talk::{Talk, begins_a_state};
use crate::moves::token::Token;
use crate::moves::{MoveError, find, printed, slips, spoken};
use crate::prose::no_go;
use crate::scenario::id::SeatId;
use crate::scenario::words::Role;

/// What may stand behind a name and is none of it.
const BEHIND: [char; 5] = [',', ':', ';', '.', '!'];

impl Rest<'_> {
    pub(super) fn command(&self, help: &'static MoveHelp) -> Result<Command, MoveError> {
        match help.word {
            "say" => return Ok(Command::Say(self.raw(help)?)),
            "note" => return Ok(Command::Note(self.raw(help)?)),
            "bookmark" => return Ok(Command::Bookmark(self.rest_text())),
            "object" => return self.object(help),
            "roles" => return self.roles(),
            "update" => {
                if let Some(error) = self.printed() {
                    return Err(error);
                }
            }
            _ => {}
        }
        let mut args = self.args(help)?;
        let args = &mut args;
        match help.word {
            "ack" => self.ack(args),
            "page" => self.page(args),
            "escalate" => Ok(Command::Escalate),
            "declare" => Ok(Command::Declare(self.severity(args)?)),
            "severity" => self.change_severity(args),
            "statement" => Ok(Command::Statement(Statement {
                symptom: args.take("symptom"),
                affected: args.take("affected"),
                scope: args.take("scope"),
                since: args.take("since"),
                unknown: args.take("unknown"),
                done: args.take("done"),
                suspect: args.take("suspect"),
            })),
            "close" => Ok(Command::Close { summary: args.take("summary").unwrap_or_else(|| args.text()) }),
            "take" => self.role_of(args, 0).map(|(role, system)| Command::Take { role, system }),
            "assign" => {
                let (role, system) = self.role_of(args, 0)?;
                without_to(args);
                Ok(Command::Assign { role, system, seat: self.seat_at(args, 1)? })
            }
            "announce" => Ok(Command::Announce),
            "handover" => {
                without_to(args);
                let (role, to) = self.handed(args)?;
                let brief = Brief {
                    state: args.take("state"),
                    flight: args.take("flight"),
                    tried: args.take("tried"),
                    next: args.take("next"),
                };
                Ok(Command::Handover { role, to, brief })
            }
            "accept" => Ok(Command::Accept),
            "leave" => Ok(Command::Leave),
            "release" => Ok(Command::Release(self.seat_at(args, 0)?)),
            "look" | "verify" => self.look(help, args),
            "ask" => self.ask(args),
            // `do we have a runbook?` is no step.
            "do" if self.line.trim_end().ends_with('?')
                && find::exact_action(self.scenario, &args.text()).is_none() =>
            {
                match self.asks_somebody() {
                    Some(error) => Err(error),
                    None => Ok(Command::Do(self.about(args, help)?)),
                }
            }
            "do" => Ok(Command::Do(self.about(args, help)?)),
            "undo" => match self.unsays(args) {
                Some(error) => Err(error),
                None => Ok(Command::Undo(self.action(args, help)?)),
            },
            "mark" => Ok(Command::Mark(self.action(args, help)?)),
            "hold" => self.hold(args),
            "task" => self.task(args),
            "report" => self.report(args),
            "poll" => {
                let risk = args.take("risk");
                Ok(Command::Poll { about: self.spoken_about(args, help)?, risk })
            }
            "decide" => self.decide(args, help),
            "plan" => self.plan(args),
            "update" => self.update(args),
            "hint" if args.words.first().is_some_and(|word| word.text == "unasked") => Ok(Command::Guide),
            "hint" => Ok(Command::Hint),
            "pause" => self.pause(args),
            "resume" => Ok(Command::Resume),
            _ if args.words.first().is_some_and(|word| word.text == "safety") => Ok(Command::SafetyStop),
            // What `--for` writes, so that a record's moves end it the same way.
            _ if args.words.first().is_some_and(|word| word.text == "time") => Ok(Command::TimeUp),
            _ => Ok(Command::End),
        }
    }

    /// `undo update`: what was said is not taken back.
    fn unsays(&self, args: &Args) -> Option<MoveError> {
        let word = args.words.first()?.text.to_lowercase();
        let said = MOVES.iter().any(|help| help.word == word);
        if !said || find::exact_action(self.scenario, &args.text()).is_some() {
            return None;
        }
        let message = format!("`{word}` is not taken back: only what was done to the system is");
        Some(MoveError::new(
            args.span(),
            message,
            "what is said next puts it right; `undo` alone says what it would undo",
        ))
    }

    /// An update in the words in which the screen shows one.
    fn printed(&self) -> Option<MoveError> {
        let said = self.line[self.verb.span.end..].trim_end();
        let meant = printed::update(self.scenario, said, false)?;
        let span = self.verb.span.start..self.verb.span.end + said.len();
        let help = format!("did you mean `{meant}`?");
        Some(MoveError::new(span, "slots are written with `=`", help).meaning(Some(&meant)))
    }

    /// A role and who gets it; `handover 2` leaves it to the world which role that is.
    fn handed(&self, args: &Args) -> Result<(Option<Role>, SeatId), MoveError> {
        let first = args.words.first().filter(|word| plain(word));
        match first.and_then(|word| find::seat_of(self.scenario, &word.text)) {
            Some(seat) if args.words.len() == 1 => Ok((None, seat)),
            Some(seat) => Ok((Some(self.role_of(args, 1)?.0), seat)),
            None => Ok((Some(self.role_of(args, 0)?.0), self.seat_at(args, 1)?)),
        }
    }

    /// Who has no objection says nothing, and it is no objection to say so.
    fn object(&self, help: &'static MoveHelp) -> Result<Command, MoveError> {
        let text = self.raw(help)?;
        let word = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        match word.as_str() {
            "no" | "none" | "nope" | "no objection" | "no objections" => Err(MoveError::new(
                self.verb.span.start..self.line.trim_end().len(),
                format!("`{word}` is no objection"),
                "who has none says nothing; `object \"...\"` says what speaks against it",
            )),
            _ => Ok(Command::Object(text)),
        }
    }

    /// `pause the invoice run` is an action of the story, and no stop of the clock.
    fn pause(&self, args: &Args) -> Result<Command, MoveError> {
        match self.said_as_an_action() {
            Some(error) if !args.words.is_empty() => Err(error),
            _ => Ok(Command::Pause(args.text())),
        }
    }

    pub(super) fn ack(&self, args: &Args) -> Result<Command, MoveError> {
        // `ack take 2` and `ack 2 take` are the same wish.
        let take = args.words.iter().any(|word| word.text == "take");
        let small =
            |word: &&Token| ["take", "it", "the", "page", "this", "that"].contains(&word.text.as_str());
        let page = match args.words.iter().find(|word| !small(word)) {
            None => None,
            Some(word) => Some(word.text.trim_start_matches('#').parse::<u32>().map_err(|_| {
                MoveError::new(
                    word.span.clone(),
                    format!("`{}` is not a page's number", word.text),
                    match word.text.as_str() {
                        "task" | "role" | "handover" => "a task, a role or a handover is taken with `accept`",
                        _ => "`ack` alone takes the last page",
                    },
                )
            })?),
        };
        Ok(Command::Ack { page, take })
    }

    pub(super) fn page(&self, args: &mut Args) -> Result<Command, MoveError> {
        // `page the desk`.
        let article =
            |word: &Token| plain(word) && ["the", "a", "an"].contains(&word.text.to_lowercase().as_str());
        if args.words.len() > 1 && article(&args.words[0]) {
            args.words.remove(0);
        }
        let Some(token) = args.words.first().cloned() else {
            return Err(self.missing("somebody to page", "page secondary why=\"need hands\""));
        };
        let why = args.take("why").unwrap_or_else(|| {
            args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        });
        let word = token.text.trim_end_matches(BEHIND).to_lowercase();
        let teams = &self.scenario.organisation.teams;
        let whom = match (word.as_str(), find::seat_of(self.scenario, &word), teams.find(&word)) {
            // Whoever it is, `all` has called them.
            ("all", _, _) => return Ok(Command::Page { whom: Whom::All, why }),
            (_, Some(seat), _) => Whom::Seat(seat),
            (_, None, Some(team)) => Whom::Team(team),
            (_, None, None) => return Err(slips::nobody_to_page(self.scenario, &token)),
        };
        self.only_one(args, &token)?;
        Ok(Command::Page { whom, why })
    }

    /// A page calls one team or seat. A list of names is no reason; a name that begins a sentence is.
    fn only_one(&self, args: &Args, first: &Token) -> Result<(), MoveError> {
        let is_and = |word: &Token| plain(word) && matches!(word.text.as_str(), "and" | "&" | ",");
        let joined = args.words.get(1).is_some_and(is_and);
        let at = if joined { 2 } else { 1 };
        let Some(second) = args.words.get(at).filter(|word| plain(word)) else { return Ok(()) };
        let name = second.text.trim_end_matches(',').to_lowercase();
        let teams = &self.scenario.organisation.teams;
        let named = self.scenario.seats.find(&name).is_some() || teams.find(&name).is_some();
        let goes_on = args.words.get(at + 1).is_none_or(|next| is_and(next) || next.quoted);
        match named && (joined || goes_on || second.text.ends_with(',')) {
            false => Ok(()),
            true => {
                let first = first.text.trim_end_matches(',');
                let help = format!(
                    "page `{first}`, then `{name}` (at the prompt one why=\"...\" does for both); `page all` calls everybody"
                );
                Err(MoveError::new(second.span.clone(), "a page calls one at a time", help))
            }
        }
    }

    fn change_severity(&self, args: &mut Args) -> Result<Command, MoveError> {
        let severity = self.severity(args)?;
        let why = args.take("why").unwrap_or_else(|| {
            args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        });
        Ok(Command::Severity { severity, why })
    }

    pub(super) fn roles(&self) -> Result<Command, MoveError> {
        let mut changes: Vec<RoleChange> = Vec::new();
        for token in &pairs(self.tokens) {
            let Some(key) = &token.key else {
                let message = format!("`{}` is not a role with its seats", token.text);
                return Err(MoveError::new(
                    token.span.clone(),
                    message,
                    "for example commander=1 expert=2,3",
                ));
            };
            if let Some(error) = self.the_wrong_way_round(key, token) {
                return Err(error);
            }
            // A piece of the token is no place to mend.
            let plainly = |error: MoveError| error.meaning(None);
            let (role, system) = self.role_word(key, token.span.clone()).map_err(plainly)?;
            let seats = match token.text.as_str() {
                "-" => Vec::new(),
                list => {
                    list.split(',').map(|word| self.seat_for(word.trim(), token)).collect::<Result<_, _>>()?
                }
            };
            changes.push(RoleChange { role, system, seats });
        }
        if changes.is_empty() {
            return Err(self.missing("roles with their seats", &self.example_roles()));
        }
        Ok(Command::Roles(changes))
    }

    /// `roles me=commander` and `roles 1=commander`: the role stands in front.
    fn the_wrong_way_round(&self, key: &str, token: &Token) -> Option<MoveError> {
        let role = find::role(&token.text.to_lowercase(), token.span.clone()).ok()?;
        let error = |span, meant: String| {
            let message = format!("`{key}={}` is the wrong way round", token.text);
            MoveError::new(span, message, format!("did you mean `{meant}`?")).meaning(Some(&meant))
        };
        if ["me", "i"].contains(&key.to_lowercase().as_str()) && self.tokens.len() == 1 {
            return Some(error(self.verb.span.start..token.span.end, format!("take {role}")));
        }
        let seat = find::seat_of(self.scenario, key)?;
        Some(error(token.span.clone(), format!("{role}={}", self.scenario.seats.name(seat))))
    }

    /// A seat of `roles`; `me` is whoever speaks.
    fn seat_for(&self, word: &str, token: &Token) -> Result<SeatId, MoveError> {
        match self.me.filter(|_| word.eq_ignore_ascii_case("me")) {
            Some(me) => Ok(me),
            None => find::seat(self.scenario, word, token.span.clone()).map_err(|e| e.meaning(None)),
        }
    }

    pub(super) fn look(&self, help: &MoveHelp, args: &Args) -> Result<Command, MoveError> {
        let word = if help.word == "verify" { Word::Verify } else { Word::Look };
        let skip = usize::from(args.words.len() > 1 && args.words[0].text == "at");
        let said: Vec<&str> =
            args.words[skip.min(args.words.len())..].iter().map(|w| w.text.as_str()).collect();
        if said.is_empty() {
            let there = find::lookable(self.scenario, self.me);
            let example = format!("{} {}", help.word, there.first().unwrap_or(&"errors"));
            let error = self.missing("something to look at", &example);
            return Err(MoveError {
                help: format!("{}; there is {}", error.help, there.join(", ")),
                ..error
            });
        }
        let said = said.join(" ");
        self.one_thing(help, &said, args)?;
        let at = find::look_at(self.scenario, self.me, &said, args.span())?;
        Ok(Command::Look { at, word })
    }

    /// Two things are looked at one after the other, and an action on the signals that prove it.
    fn one_thing(&self, help: &MoveHelp, said: &str, args: &Args) -> Result<(), MoveError> {
        let apart = said.replace(" and ", ",");
        let parts: Vec<&str> = apart.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(|part| find::is_looked_at(self.scenario, part)) {
            let moves: Vec<String> = parts.iter().map(|part| format!("`{} {part}`", help.word)).collect();
            let advice = format!("one after the other: {}", moves.join(", then "));
            return Err(MoveError::new(args.span(), "one thing at a time", advice));
        }
        let Some((action, signals)) = find::proved_action(self.scenario, self.me, said) else {
            return Ok(());
        };
        let advice = format!("it shows on {}", signals.join(" or "));
        let error = MoveError::new(args.span(), format!("`{action}` is an action"), advice);
        Err(error.meaning(signals.first().copied()))
    }

    pub(super) fn ask(&self, args: &Args) -> Result<Command, MoveError> {
        if args.words.is_empty() {
            return Err(self.missing("somebody to ask", "ask support \"what do customers say?\""));
        }
        let (whom, words) = find::ask_whom(self.scenario, &args.words)?;
        let text = args.words[words..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Ok(Command::Ask { whom, text })
    }

    pub(super) fn hold(&self, args: &Args) -> Result<Command, MoveError> {
        let Some(token) = args.words.first() else {
            return Err(self.missing("a time", "hold 3m \"see whether it recovers\""));
        };
        let ms = self.duration(&token.text, token.span.clone())?;
        let text = args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Ok(Command::Hold { ms, text })
    }

    pub(super) fn task(&self, args: &mut Args) -> Result<Command, MoveError> {
        let time_box = self.slot_duration(args, "box")?.or_else(|| args.trailing());
        let Some(token) = args.words.first() else {
            return Err(self.missing("somebody and some work", "task 2 \"pause the run\" box=5m"));
        };
        let owner = find::task_for(self.scenario, &token.text, token.span.clone())?;
        let text = args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(self.missing("some work", &format!("task {} \"pause the run\" box=5m", token.text)));
        }
        Ok(Command::Task { owner, text, time_box })
    }

    pub(super) fn report(&self, args: &mut Args) -> Result<Command, MoveError> {
        let more = self.slot_duration(args, "box")?;
        let number =
            |word: &Token| word.text.trim_start_matches('#').parse::<u32>().ok().filter(|_| plain(word));
        let task = args.words.first().and_then(number);
        if task.is_some() {
            args.words.remove(0);
        }
        if args.words.is_empty() {
            return Err(self.missing("some words", "report \"run paused, nothing leaving\""));
        }
        Ok(Command::Report { task, text: args.text(), more })
    }

    pub(super) fn decide(&self, args: &mut Args, help: &MoveHelp) -> Result<Command, MoveError> {
        // As people say it: `decide "no go: we wait for pricing"`.
        if let Some(not) = no_go(&args.text()) {
            let about =
                find::spoken_about(self.scenario, self.me, not, args.span()).map_err(|e| e.meaning(None))?;
            return Ok(Command::Decide { about, go: false });
        }
        let no =
            args.words.len() > 1 && args.words.last().is_some_and(|word| plain(word) && word.text == "no");
        if no {
            args.words.pop();
        }
        Ok(Command::Decide { about: self.spoken_about(args, help)?, go: !no })
    }

    pub(super) fn plan(&self, args: &mut Args) -> Result<Command, MoveError> {
        let slot = self.slot_duration(args, "next")?;
        let next = slot
            .or_else(|| args.trailing())
            .or_else(|| args.leading())
            .ok_or_else(|| self.missing("when to look again", "plan next=10m \"pause, then ask pricing\""))?;
        Ok(Command::Plan { next, text: args.text() })
    }

    /// `update town hall`: two words that are an audience's name together.
    fn join_audiences(&self, args: &mut Args) {
        let audiences = &self.scenario.organisation.audiences;
        let mut n = 0;
        while n + 1 < args.words.len() {
            let (first, second) = (&args.words[n], &args.words[n + 1]);
            let name = format!("{}-{}", first.text, second.text.trim_end_matches(BEHIND)).to_lowercase();
            if plain(first) && plain(second) && audiences.find(&name).is_some() {
                let span = first.span.start..second.span.end;
                args.words[n] = Token { text: name, span, ..first.clone() };
                args.words.remove(n + 1);
            }
            n += 1;
        }
    }

    pub(super) fn update(&self, args: &mut Args) -> Result<Command, MoveError> {
        let next_given = args.take("next");
        // `update executives state=mitigating 20m`: the last word of the last slot is the next time.
        self.join_audiences(args);
        let mut audiences = Vec::new();
        for word in &args.words {
            // What stands in quotes is said to them, commas and all.
            if word.quoted && !audiences.is_empty() {
                return Err(in_a_slot(args, word));
            }
            for name in
                word.text.split(',').map(|name| name.trim_end_matches(BEHIND)).filter(|name| !name.is_empty())
            {
                let whole = |error: MoveError| match (
                    name == word.text.trim_end_matches(BEHIND),
                    audiences.is_empty(),
                ) {
                    (true, true) => error,
                    (true, false) if error.meant.is_some() && begins_a_state(name).is_none() => error,
                    // Somebody is told already: what follows is what they are told.
                    (true, false) => in_a_slot(args, word),
                    (false, _) => error.meaning(None),
                };
                // Behind the first, a word may be what they are told.
                let surely = audiences.is_empty() || word.text.contains(',');
                let id = find::audience(self.scenario, name, word.span.clone(), surely).map_err(whole)?;
                if !audiences.contains(&id) {
                    audiences.push(id);
                }
            }
        }
        if audiences.is_empty() {
            let list = self.scenario.organisation.audiences.names().collect::<Vec<_>>().join(" ");
            return Err(
                self.missing("an audience", &format!("update {list} state=\"investigating\" next=20m"))
            );
        }
        let next_ms = next_given.as_deref().and_then(spoken::duration);
        let slots = UpdateSlots {
            state: args.take("state"),
            impact: args.take("impact"),
            doing: args.take("doing"),
            next: next_given,
            next_ms,
        };
        Ok(Command::Update { audiences, slots })
    }
}

/// `deputy to ben`: a role, and who gets it.
fn without_to(args: &mut Args) {
    if args.words.len() > 2 && plain(&args.words[1]) && args.words[1].text.eq_ignore_ascii_case("to") {
        args.words.remove(1);
    }
}

/// Roles with their seats, whatever commas stand between them: `commander=1, deputy=2` and `expert=2, 3`.
fn pairs(tokens: &[Token]) -> Vec<Token> {
    let (mut pairs, mut comma) = (Vec::<Token>::new(), false);
    for token in tokens {
        if token.quoted {
            pairs.push(token.clone());
            continue;
        }
        let mut from = token.span.end - token.text.len();
        for (n, piece) in token.text.split(',').enumerate() {
            let (key, text) = match piece.split_once('=') {
                Some((key, text)) if n > 0 => (Some(key.to_string()), text),
                Some(_) | None if n > 0 => (None, piece),
                Some(_) | None => (token.key.clone(), piece),
            };
            let start = if n == 0 { token.span.start } else { from };
            let span = start..from + piece.len();
            from = span.end + 1;
            match pairs.last_mut().filter(|_| comma && key.is_none()) {
                _ if key.is_none() && text.is_empty() => {}
                // A seat behind a comma goes on with the role.
                Some(last) => {
                    last.text = format!("{},{text}", last.text);
                    last.span.end = span.end;
                }
                None => pairs.push(Token { key, text: text.to_string(), quoted: false, span }),
            }
            comma = true;
        }
        comma = token.text.ends_with(',');
    }
    pairs
}

/// What is said behind the audiences, put into slots.
fn in_a_slot(args: &Args, from: &Token) -> MoveError {
    let said = args.words.iter().filter(|word| from.span.start <= word.span.start);
    let said: Vec<&str> = said.map(|word| word.text.as_str()).collect();
    let said = said.join(" ").replace('"', "'");
    let talk = Talk::of(&said);
    let one = [&talk.impact, &talk.doing, &talk.next].into_iter().all(String::is_empty);
    let slots: Vec<String> = if talk.state.is_empty() && !said.contains([',', ';']) {
        vec![format!("impact=\"{said}\"")]
    } else if one {
        vec![format!("state=\"{said}\"")]
    } else {
        let slots = ["state", "impact", "doing", "next"].into_iter();
        let filled = slots.map(|slot| (slot, talk.slot(slot))).filter(|(_, said)| !said.is_empty());
        filled.map(|(slot, said)| format!("{slot}=\"{said}\"")).collect()
    };
    let meant = slots.join(" ");
    let span = from.span.start..args.span().end;
    let help = format!("did you mean `{meant}`?");
    let error = MoveError::new(span, "what is said to them goes into slots", help);
    MoveError { talk: true, ..error.meaning(Some(&meant)) }
}
