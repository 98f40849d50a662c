//! The tables, as Diesel knows them; `migrations/` makes them.
#![expect(missing_docs, reason = "the tables are described in `migrations/`")]

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    accounts (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        language -> Text,
        role -> Text,
        department_id -> Nullable<Uuid>,
        invited_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    sessions (key_hash) {
        key_hash -> Binary,
        account_id -> Nullable<Uuid>,
        state -> Text,
        started_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    audit_log (id) {
        id -> Uuid,
        at -> Timestamp,
        actor -> Text,
        action -> Text,
        object -> Text,
        details -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    departments (id) {
        id -> Uuid,
        parent_id -> Nullable<Uuid>,
        name -> Text,
        name_key -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    people (id) {
        id -> Uuid,
        employee_id -> Nullable<Text>,
        full_name -> Text,
        first_name -> Nullable<Text>,
        email -> Text,
        email_key -> Text,
        department_id -> Nullable<Uuid>,
        language -> Text,
        time_zone -> Nullable<Text>,
        search_key -> Text,
        left_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        bounced_at -> Nullable<Timestamp>,
        bounced_why -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    undo_steps (change_id, person_id) {
        change_id -> Uuid,
        person_id -> Uuid,
        kind -> Text,
        from_department -> Nullable<Uuid>,
        to_department -> Nullable<Uuid>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    imports (id) {
        id -> Uuid,
        file_name -> Text,
        content -> Binary,
        encoding -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    import_mappings (headings) {
        headings -> Text,
        meanings -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    surveys (id) {
        id -> Uuid,
        texts -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    waves (id) {
        id -> Uuid,
        survey_id -> Uuid,
        title -> Text,
        state -> Text,
        audience -> Text,
        time_zone -> Text,
        opens_local -> Timestamp,
        closes_local -> Timestamp,
        opens_at -> Timestamp,
        closes_at -> Timestamp,
        planned_close_at -> Timestamp,
        threshold -> Integer,
        comment_limit -> Integer,
        remind_everyone -> Bool,
        closing_message -> Bool,
        comments_by -> Text,
        method_version -> Integer,
        note -> Nullable<Text>,
        key_check -> Nullable<Binary>,
        headcount -> Nullable<Integer>,
        left_out -> Nullable<Integer>,
        launched_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    wave_actions (id) {
        id -> Uuid,
        wave_id -> Uuid,
        what -> Text,
        who -> Text,
        due -> Nullable<Date>,
        done_at -> Nullable<Timestamp>,
        removed_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    wave_reminders (wave_id, number) {
        wave_id -> Uuid,
        number -> Integer,
        due_local -> Timestamp,
        due_at -> Timestamp,
        too_late_at -> Timestamp,
        queued_at -> Nullable<Timestamp>,
        queued_rows -> Nullable<Integer>,
        called_off_rows -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    wave_groups (wave_id, number) {
        wave_id -> Uuid,
        number -> Integer,
        parent -> Nullable<Integer>,
        name -> Text,
        department_id -> Nullable<Uuid>,
        direct_headcount -> Integer,
        joined -> Nullable<Integer>,
        gone -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    invitations (id) {
        id -> Uuid,
        wave_id -> Uuid,
        person_id -> Uuid,
        group_number -> Integer,
        delivery -> Text,
        failure -> Nullable<Text>,
        failure_kind -> Nullable<Text>,
        again -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    former_addresses (id) {
        id -> Uuid,
        invitation_id -> Uuid,
        address -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    ballots (wave_id, spent) {
        wave_id -> Uuid,
        spent -> Binary,
        sealed -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    response_rates (wave_id, group_number) {
        wave_id -> Uuid,
        group_number -> Integer,
        amount -> Integer,
        counted_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    tallies (wave_id, question, atom, choice) {
        wave_id -> Uuid,
        atom -> Integer,
        question -> Text,
        choice -> Integer,
        answers -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    comments (id) {
        id -> Uuid,
        wave_id -> Uuid,
        place -> Text,
        body -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    reports (wave_id) {
        wave_id -> Uuid,
        headline -> Text,
        body -> Text,
        are_admins_told -> Bool,
        told_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    report_links (id) {
        id -> Uuid,
        wave_id -> Uuid,
        token_hash -> Binary,
        made_by -> Uuid,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    report_mails (id) {
        id -> Uuid,
        wave_id -> Uuid,
        account_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    report_scores (wave_id, department_id) {
        wave_id -> Uuid,
        department_id -> Uuid,
        headcount -> Integer,
        promoters -> Integer,
        passives -> Integer,
        detractors -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    outbox (id) {
        id -> Uuid,
        kind -> Text,
        reference -> Uuid,
        at_most_once -> Bool,
        state -> Text,
        attempts -> Integer,
        failing_since -> Nullable<Timestamp>,
        due_at -> Timestamp,
        lease -> Nullable<Uuid>,
        leased_until -> Nullable<Timestamp>,
        failure -> Nullable<Text>,
        failure_kind -> Nullable<Text>,
        batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    mail_holds (batch) {
        batch -> Uuid,
        since -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql_types::Uuid;

    mail_standstills (sender) {
        sender -> Uuid,
        since -> Timestamp,
        until -> Timestamp,
        why -> Text,
    }
}

diesel::joinable!(former_addresses -> invitations (invitation_id));
diesel::joinable!(invitations -> people (person_id));
diesel::joinable!(people -> departments (department_id));
diesel::joinable!(reports -> waves (wave_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(wave_reminders -> waves (wave_id));
diesel::joinable!(waves -> surveys (survey_id));

diesel::allow_tables_to_appear_in_same_query!(accounts, sessions);
diesel::allow_tables_to_appear_in_same_query!(people, departments);
diesel::allow_tables_to_appear_in_same_query!(people, invitations);
diesel::allow_tables_to_appear_in_same_query!(waves, surveys);
diesel::allow_tables_to_appear_in_same_query!(waves, invitations);
diesel::allow_tables_to_appear_in_same_query!(waves, reports);
diesel::allow_tables_to_appear_in_same_query!(waves, wave_reminders);
