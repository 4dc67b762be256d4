-- Gives the roles that log in with a password the one that stands in the environment of psql. Runs after roles.sql.
\getenv owner LEDGER_OWNER_PASSWORD
\getenv recorder LEDGER_RECORDER_PASSWORD
\getenv reader LEDGER_READER_PASSWORD
ALTER ROLE shiftwarden_owner PASSWORD :'owner';
ALTER ROLE shiftwarden_recorder PASSWORD :'recorder';
ALTER ROLE shiftwarden_reader PASSWORD :'reader';
