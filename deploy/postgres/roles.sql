-- Roles of the ledger's database, each with the least it needs.
--
-- Run it as a superuser IN the ledger's database, before the first `upgrade` and again after every `upgrade`:
--     psql -d shiftwarden -v ON_ERROR_STOP=1 -f roles.sql
-- It can be run any number of times. Passwords are not set here: give each role one with \password, or let it come by
-- certificate or socket (pg_hba.conf).
--
--   shiftwarden_owner     owns the tables and runs `upgrade` and `rebuild`. Nothing that runs all day logs in as this role: it could
--                         switch off the guard of the log.
--   shiftwarden_recorder  what `worker`, `leads act` and `audit verify` log in as. It adds to the log and can neither change
--                         nor remove a row of it. It keeps the tables that follow from the log up to date; if it wrote
--                         nonsense there, `audit verify` would name it and `rebuild`, by the owner, undo it.
--   shiftwarden_notifier  what `notify` logs in as. It reads leads and their log and changes neither; it keeps the tables of messages.
--                         It adds signing links for people whose account may sign; of accounts it reads who may.
--   shiftwarden_console   what `console` and `accounts` log in as. It takes the steps of people on leads as the recorder does, keeps
--                         accounts, sessions and links, and adds looks; it can remove sessions, devices and failed sign-ins alone.
--   shiftwarden_reader    what Grafana logs in as. It sees what is counted and listed, but no worker, no evidence and
--                         nothing that an inspector wrote. `audit verify` needs the recorder's rights, not these.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['shiftwarden_owner', 'shiftwarden_recorder', 'shiftwarden_notifier', 'shiftwarden_console', 'shiftwarden_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role);
        END IF;
    END LOOP;
    -- Nobody else has a say in this database; PUBLIC is every role of the server.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO shiftwarden_owner, shiftwarden_recorder, shiftwarden_notifier, shiftwarden_console, shiftwarden_reader',
        current_database()
    );
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO shiftwarden_owner;
GRANT USAGE ON SCHEMA public TO shiftwarden_recorder, shiftwarden_notifier, shiftwarden_console, shiftwarden_reader;

-- A runaway panel must not hold up those who write.
ALTER ROLE shiftwarden_reader SET default_transaction_read_only = on;
ALTER ROLE shiftwarden_reader SET statement_timeout = '30s';

DO $$
BEGIN
    IF to_regclass('public.lead_log') IS NULL THEN
        RAISE NOTICE 'no tables yet: run `upgrade` as shiftwarden_owner, then this file again';
        RETURN;
    END IF;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, shiftwarden_recorder, shiftwarden_notifier, shiftwarden_console, shiftwarden_reader;

    GRANT SELECT ON alembic_version TO shiftwarden_recorder;
    GRANT SELECT, INSERT ON lead_log TO shiftwarden_recorder;            -- no UPDATE, no DELETE, no TRUNCATE
    GRANT SELECT, INSERT, UPDATE ON leads, subjects, law_texts TO shiftwarden_recorder;
    GRANT SELECT, UPDATE ON ledger_head TO shiftwarden_recorder;         -- its one row is there from the start

    GRANT SELECT ON alembic_version, lead_log, leads TO shiftwarden_notifier;
    GRANT SELECT, INSERT, UPDATE ON messages, message_leads, attempts, channel_states, silences TO shiftwarden_notifier;
    GRANT SELECT, INSERT, UPDATE, DELETE ON watches TO shiftwarden_notifier;
    GRANT SELECT, UPDATE ON notify_cursor, told_shifts TO shiftwarden_notifier;  -- their one row is there from the start
    GRANT INSERT ON sign_links, sign_link_leads TO shiftwarden_notifier; -- it issues links, and can neither read nor use one
    GRANT SELECT (name, role, disabled_at) ON accounts TO shiftwarden_notifier;  -- a link is for those who may sign
    GRANT SELECT ON alembic_version, law_texts TO shiftwarden_console;
    -- who was told of what nobody has signed; no text, no link, no answer of a service
    GRANT SELECT (number, topic, person, channel, not_before, sent_at) ON messages TO shiftwarden_console;
    GRANT SELECT (message, lead, told) ON message_leads TO shiftwarden_console;
    GRANT SELECT, INSERT ON lead_log, looks TO shiftwarden_console;     -- both are only ever added to
    GRANT SELECT, INSERT, UPDATE ON leads TO shiftwarden_console;       -- an upsert needs the right to insert
    GRANT SELECT, UPDATE ON ledger_head TO shiftwarden_console;
    GRANT SELECT, INSERT, UPDATE ON accounts, sign_links, sign_link_leads TO shiftwarden_console;
    GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, devices, sign_in_failures TO shiftwarden_console;
    GRANT USAGE ON SEQUENCE looks_id_seq, sign_in_failures_id_seq TO shiftwarden_console;

    GRANT SELECT (number, rule, kind, scope, platform, sector, area, severity, starts_at, ends_at,
                  standing, handling, superseded_by, split_from, raised_at, changed_at,
                  mode, beside, corrected_at) ON leads TO shiftwarden_reader;
    GRANT SELECT ON law_texts TO shiftwarden_reader;                     -- the law is public
    GRANT SELECT (sequence, lead, change, recorded_at) ON lead_log TO shiftwarden_reader;
    GRANT SELECT (sequence, hash, leads, recorded_at) ON ledger_head TO shiftwarden_reader;
END
$$;
