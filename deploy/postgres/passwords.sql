-- Gives the roles that log in with a password the one that stands in the environment of psql. Runs after roles.sql. Those of
-- Grafana, the notifier and the console are given where they are named; without one nobody logs in as that role.
\getenv owner LEDGER_OWNER_PASSWORD
\getenv recorder LEDGER_RECORDER_PASSWORD
\getenv reader LEDGER_READER_PASSWORD
\getenv notifier LEDGER_NOTIFIER_PASSWORD
\getenv console LEDGER_CONSOLE_PASSWORD
ALTER ROLE shiftwarden_owner PASSWORD :'owner';
ALTER ROLE shiftwarden_recorder PASSWORD :'recorder';
\if :{?reader}
ALTER ROLE shiftwarden_reader PASSWORD :'reader';
\endif
\if :{?notifier}
ALTER ROLE shiftwarden_notifier PASSWORD :'notifier';
\endif
\if :{?console}
ALTER ROLE shiftwarden_console PASSWORD :'console';
\endif
