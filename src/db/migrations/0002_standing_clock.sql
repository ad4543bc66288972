-- Up Migration
-- The clock can also stand: a rehearsal pauses. Only the owner of the record may move or stop it.
alter table clock add column stands_at timestamptz;
create or replace function app_now() returns timestamptz language sql volatile parallel safe
  as $$ select coalesce(stands_at, clock_timestamp() + offset_ms * interval '1 millisecond') from clock $$;
