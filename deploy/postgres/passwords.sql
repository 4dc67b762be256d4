-- Gives the roles that log in with a password the one that stands in the environment of psql. Runs after roles.sql. Grafana's is
-- given where it is named; without it nobody logs in as shiftwarden_reader.
\getenv owner LEDGER_OWNER_PASSWORD
\getenv recorder LEDGER_RECORDER_PASSWORD
\getenv reader LEDGER_READER_PASSWORD
ALTER ROLE shiftwarden_owner PASSWORD :'owner';
ALTER ROLE shiftwarden_recorder PASSWORD :'recorder';
\if :{?reader}
ALTER ROLE shiftwarden_reader PASSWORD :'reader';
\endif
