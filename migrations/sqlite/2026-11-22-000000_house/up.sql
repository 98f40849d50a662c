-- The whole house. Times are UTC with milliseconds; ids are 16-byte UUIDs.
CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    -- admin | manager: reads the part of reports under a department.
    role TEXT NOT NULL DEFAULT 'admin',
    department_id BLOB,
    -- Until when a manager's link to choose a password is good; NULL: none is.
    invited_until TIMESTAMP,
    created_at TIMESTAMP NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
    key_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB REFERENCES accounts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    -- When its owner signed in.
    started_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE audit_log (
    id BLOB NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    details TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX audit_log_at ON audit_log (at);
CREATE INDEX audit_log_object ON audit_log (object);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE departments (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB REFERENCES departments (id),
    name TEXT NOT NULL,
    -- The name as compared: trimmed, single spaces, lower case, ё as е.
    name_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX departments_name ON departments (parent_id, name_key) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX departments_top_name ON departments (name_key) WHERE parent_id IS NULL;

CREATE TABLE people (
    id BLOB NOT NULL PRIMARY KEY,
    employee_id TEXT UNIQUE,
    full_name TEXT NOT NULL,
    -- For greetings; NULL: the roster has none.
    first_name TEXT,
    email TEXT NOT NULL,
    -- The address as compared: lower case, domain in its ASCII form.
    email_key TEXT NOT NULL,
    -- NULL: directly in the company, outside every department.
    department_id BLOB REFERENCES departments (id),
    language TEXT NOT NULL,
    -- IANA name; NULL: the wave's.
    time_zone TEXT,
    -- Name, address and employee id in lower case, for the list's search.
    search_key TEXT NOT NULL,
    left_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    -- When a mail to the address came back, and why: address | mailbox_full | policy | network | other | complaint.
    -- NULL: none has, or the address is another, or an admin says that it is right.
    bounced_at TIMESTAMP,
    bounced_why TEXT
) WITHOUT ROWID;
-- An address may come back after its owner has left; among those present it is unique.
CREATE UNIQUE INDEX people_email ON people (email_key) WHERE left_at IS NULL;
CREATE INDEX people_bounced ON people (bounced_at) WHERE bounced_at IS NOT NULL;
-- Both hold all that the list filters by, so that counting and searching read an index and never the rows.
CREATE INDEX people_department ON people (department_id, left_at, search_key, id, language);
CREATE INDEX people_list ON people (left_at, search_key, id, department_id, language, email_key, employee_id);

-- Where people stood before many of them were changed at once by hand; removed when undone, and after an hour.
CREATE TABLE undo_steps (
    change_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES people (id),
    -- left | moved
    kind TEXT NOT NULL,
    from_department BLOB,
    to_department BLOB,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (change_id, person_id)
) WITHOUT ROWID;
CREATE INDEX undo_steps_created ON undo_steps (created_at);

-- Roster files between upload and decision; removed when applied, and after an hour.
CREATE TABLE imports (
    id BLOB NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    -- The encoding that an admin chose where it cannot be told; NULL: not asked, or not answered yet.
    encoding TEXT,
    created_at TIMESTAMP NOT NULL
);

-- What an admin said that the columns of a roster hold, for files with the same headings.
CREATE TABLE import_mappings (
    -- A hash of the headings as compared, in order of their names.
    headings TEXT NOT NULL PRIMARY KEY,
    -- JSON: the column's word by heading (people/import/mapping.rs).
    meanings TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
) WITHOUT ROWID;

-- The questions and texts that a wave uses, by language, as JSON (waves/survey.rs).
CREATE TABLE surveys (
    id BLOB NOT NULL PRIMARY KEY,
    texts TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
) WITHOUT ROWID;

CREATE TABLE waves (
    id BLOB NOT NULL PRIMARY KEY,
    survey_id BLOB NOT NULL REFERENCES surveys (id),
    title TEXT NOT NULL,
    -- draft | scheduled | open | closed | cancelled
    state TEXT NOT NULL,
    -- JSON: "everyone" or a list of department ids (waves/audience.rs).
    audience TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    -- Wall-clock times in time_zone, as the admin wrote them; the UTC moments follow from them.
    opens_local TIMESTAMP NOT NULL,
    closes_local TIMESTAMP NOT NULL,
    opens_at TIMESTAMP NOT NULL,
    closes_at TIMESTAMP NOT NULL,
    -- The planned close, before any decision to close early: the key's last day is counted from it.
    planned_close_at TIMESTAMP NOT NULL,
    threshold INTEGER NOT NULL,
    comment_limit INTEGER NOT NULL,
    remind_everyone BOOLEAN NOT NULL,
    -- Whether everyone invited is told when it has ended.
    closing_message BOOLEAN NOT NULL,
    comments_by TEXT NOT NULL,
    method_version INTEGER NOT NULL,
    -- What else was going on, in an admin's words; written at any time.
    note TEXT,
    -- What follows is set at the launch.
    key_check BLOB,
    headcount INTEGER,
    left_out INTEGER,
    launched_at TIMESTAMP,
    -- Set at the count, or when cancelled.
    ended_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX waves_state ON waves (state);

-- What is done about a wave's results. A removed action is kept for an hour, so that it can be brought back.
CREATE TABLE wave_actions (
    id BLOB NOT NULL PRIMARY KEY,
    wave_id BLOB NOT NULL REFERENCES waves (id),
    what TEXT NOT NULL,
    -- Empty: nobody is named.
    who TEXT NOT NULL,
    due DATE,
    done_at TIMESTAMP,
    removed_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX wave_actions_wave ON wave_actions (wave_id);

CREATE TABLE wave_reminders (
    wave_id BLOB NOT NULL REFERENCES waves (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    due_local TIMESTAMP NOT NULL,
    -- In working time: the first working moment at or after due_local.
    due_at TIMESTAMP NOT NULL,
    -- From this moment on, shortly before the close, it is not sent.
    too_late_at TIMESTAMP NOT NULL,
    -- When the reminder's mails were put in the queue, for everyone alike.
    queued_at TIMESTAMP,
    -- How many rows these were; none where a later reminder was due at the same time and went out in its place.
    queued_rows INTEGER,
    -- How many of them were called off, or overtaken by the next reminder, before they were handled.
    called_off_rows INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (wave_id, number)
) WITHOUT ROWID;

-- The department tree as it was at the launch, numbered in code-point order of paths; 0 is the whole audience.
CREATE TABLE wave_groups (
    wave_id BLOB NOT NULL REFERENCES waves (id),
    number INTEGER NOT NULL,
    parent INTEGER,
    name TEXT NOT NULL,
    department_id BLOB,
    -- Invited people directly in this node; the people under it are the sum over its subtree.
    direct_headcount INTEGER NOT NULL,
    -- How many of the people under it came, and how many went, since the last wave that asked it; NULL: the first wave.
    joined INTEGER,
    gone INTEGER,
    PRIMARY KEY (wave_id, number)
) WITHOUT ROWID;

CREATE TABLE invitations (
    id BLOB NOT NULL PRIMARY KEY,
    wave_id BLOB NOT NULL REFERENCES waves (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    group_number INTEGER NOT NULL,
    -- queued | delivered | failed | too_late | withdrawn: of the invitation mail only, never of a reminder.
    delivery TEXT NOT NULL,
    -- The words it failed with, and of which kind they are: address | mailbox_full | policy | network | other
    failure TEXT,
    failure_kind TEXT,
    -- How often an admin had it sent again.
    again INTEGER NOT NULL DEFAULT 0,
    UNIQUE (wave_id, person_id)
) WITHOUT ROWID;

-- Where the mail of someone invited went before, until that address has been told; removed then.
CREATE TABLE former_addresses (
    id BLOB NOT NULL PRIMARY KEY,
    invitation_id BLOB NOT NULL REFERENCES invitations (id),
    address TEXT NOT NULL
) WITHOUT ROWID;

-- Sealed answers of open waves. No time, no serial, nothing but what anonymity allows.
CREATE TABLE ballots (
    wave_id BLOB NOT NULL,
    spent BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (wave_id, spent)
) WITHOUT ROWID;

-- Response rates shown while a wave is open: made by the clock, never by a cast.
CREATE TABLE response_rates (
    wave_id BLOB NOT NULL REFERENCES waves (id) ON DELETE CASCADE,
    group_number INTEGER NOT NULL,
    -- Whole wave (group 0): people who answered. Other groups: tenths, 0 to 9.
    amount INTEGER NOT NULL,
    counted_at TIMESTAMP NOT NULL,
    PRIMARY KEY (wave_id, group_number)
) WITHOUT ROWID;

CREATE TABLE tallies (
    wave_id BLOB NOT NULL,
    atom INTEGER NOT NULL,
    question TEXT NOT NULL,
    choice INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    PRIMARY KEY (wave_id, question, atom, choice)
) WITHOUT ROWID;

CREATE TABLE comments (
    id BLOB NOT NULL PRIMARY KEY,
    wave_id BLOB NOT NULL,
    -- The comment atom's group number, or promoter | passive | detractor.
    place TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX comments_place ON comments (wave_id, place, id);

-- The published report as JSON (reports/published.rs), frozen at the count.
CREATE TABLE reports (
    wave_id BLOB NOT NULL PRIMARY KEY,
    -- Its first lines, for the list of reports and the trend.
    headline TEXT NOT NULL,
    body TEXT NOT NULL,
    -- Whether admins were told that it is there.
    are_admins_told BOOLEAN NOT NULL DEFAULT FALSE,
    -- When everyone was told the results.
    told_at TIMESTAMP
) WITHOUT ROWID;

-- Links to closed reports; of what opens them only a hash.
CREATE TABLE report_links (
    id BLOB NOT NULL PRIMARY KEY,
    wave_id BLOB NOT NULL REFERENCES waves (id),
    token_hash BLOB NOT NULL UNIQUE,
    made_by BLOB NOT NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
) WITHOUT ROWID;

-- What waiting mails to admins are about; removed with them.
CREATE TABLE report_mails (
    id BLOB NOT NULL PRIMARY KEY,
    wave_id BLOB NOT NULL,
    account_id BLOB NOT NULL
) WITHOUT ROWID;

-- Of each published report how its departments answered, those that are withheld left out: to look at many waves at
-- once without reading their reports. Nothing that the reports do not say.
CREATE TABLE report_scores (
    wave_id BLOB NOT NULL,
    department_id BLOB NOT NULL,
    headcount INTEGER NOT NULL,
    promoters INTEGER NOT NULL,
    passives INTEGER NOT NULL,
    detractors INTEGER NOT NULL,
    PRIMARY KEY (wave_id, department_id)
) WITHOUT ROWID;

CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What the mail is about; the feature that composes the kind knows how to read it.
    reference BLOB NOT NULL,
    -- TRUE: ended before it is sent, so never repeated and nothing about its sending kept.
    at_most_once BOOLEAN NOT NULL,
    -- queued | leased | done | failed | too_late | came_back (after done)
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    -- When the first try was refused: what is refused for too long is given up.
    failing_since TIMESTAMP,
    due_at TIMESTAMP NOT NULL,
    lease BLOB,
    leased_until TIMESTAMP,
    -- As for invitations.
    failure TEXT,
    failure_kind TEXT,
    -- Groups the rows of one sending (a wave), to count and to withdraw them.
    batch BLOB
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_batch ON outbox (batch, kind, state);

-- Sendings that an admin has paused.
CREATE TABLE mail_holds (
    batch BLOB NOT NULL PRIMARY KEY,
    since TIMESTAMP NOT NULL
) WITHOUT ROWID;

-- Senders that have paused by themselves since the mail server does not take mail.
CREATE TABLE mail_standstills (
    sender BLOB NOT NULL PRIMARY KEY,
    since TIMESTAMP NOT NULL,
    -- When it tries again.
    until TIMESTAMP NOT NULL,
    why TEXT NOT NULL
) WITHOUT ROWID;
