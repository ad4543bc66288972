-- Up Migration
-- The loop: aggregates, their timeline, the inbox and the effects. PostgreSQL is the record; everything else may be deleted.

do $$ begin
  create role tocsin_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant tocsin_app to current_user;

-- One clock for every decision, lease and due time. Tests and the sandbox move it; the application role cannot.
create table clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null default 0
);
insert into clock default values;
create function app_now() returns timestamptz language sql volatile parallel safe
  as $$ select clock_timestamp() + (select offset_ms from clock) * interval '1 millisecond' $$;
create function ms(t timestamptz) returns float8 language sql immutable parallel safe
  as $$ select floor(extract(epoch from t) * 1000)::float8 $$;
create function at_ms(ms float8) returns timestamptz language sql immutable parallel safe
  as $$ select timestamptz 'epoch' + ms * interval '1 millisecond' $$;

-- What was asked before, and what was answered.
create table inbox (
  key text primary key,
  at timestamptz not null default app_now(),
  ref_kind text,
  ref_id bigint,
  answer jsonb
);
create index inbox_at on inbox (at);

-- One versioned row per aggregate, and a view per kind, so that `select * from incident` reads as it should. (Not partitions:
-- PostgreSQL 18.4 crashes when a row lock in a partitioned table meets a concurrent update; see docs/adr.)
create table aggregate (
  kind text not null,
  id bigint not null,
  version int not null check (version > 0),
  last_seq int not null check (last_seq >= 0),
  last_at timestamptz not null,
  last_hash bytea not null,
  guard text,
  state jsonb not null,
  primary key (kind, id)
);
create view incident as select id, version, last_seq, last_at, guard, state from aggregate where kind = 'incident';
create view run as select id, version, last_seq, last_at, guard, state from aggregate where kind = 'run';
create sequence incident_number;
create sequence run_number;
create unique index aggregate_guard on aggregate (kind, guard) where guard is not null;
create index incident_open on aggregate (id) where kind = 'incident' and state->>'status' <> 'resolved';
create index incident_channel on aggregate ((state->'channel'->>'id')) where kind = 'incident';
create index incident_announce_card on aggregate ((state->'cards'->'announce'->>'ts')) where kind = 'incident';
create index incident_own_card on aggregate ((state->'cards'->'incident'->>'ts')) where kind = 'incident';
create index run_incident on aggregate ((state->>'incident')) where kind = 'run';

create table timeline (
  kind text not null,
  id bigint not null,
  seq int not null check (seq > 0),
  at timestamptz not null,
  type text not null,
  actor text not null,
  source text not null,
  request text not null,
  data jsonb not null,
  hash bytea not null,
  primary key (kind, id, seq)
);
create function timeline_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the timeline is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on timeline
  for each row execute function timeline_is_append_only();
create trigger append_only_truncate before truncate on timeline
  for each statement execute function timeline_is_append_only();

-- Outbox, queue and timers in one.
create sequence worker_number as int;
create table effect (
  id bigint generated always as identity primary key,
  kind text not null,
  lane text not null,
  key text not null unique,
  class text not null check (class in ('keyed', 'findable', 'read', 'once')),
  priority smallint not null check (priority between 0 and 3),
  due_at timestamptz not null,
  status text not null default 'ready' check (status in ('ready', 'leased', 'done', 'dead', 'cancelled', 'unknown')),
  payload jsonb not null,
  of_kind text not null,
  of_id bigint not null,
  fence int not null default 0,
  attempts int not null default 0,
  crashes int not null default 0,
  doubt boolean not null default false,
  worker int,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null default app_now(),
  settled_at timestamptz
);
create index effect_due on effect (priority, due_at, id) where status = 'ready';
create index effect_lane on effect (lane, id) where status in ('ready', 'leased');
create index effect_leased on effect (lease_until) where status = 'leased';
create index effect_settled on effect (settled_at) where settled_at is not null;

-- For people with psql or Grafana.
create view pages as
  select i.id as incident, p.key as target, p.value->>'level' as level, p.value->>'status' as status,
         p.value->>'dedupKey' as dedup_key, at_ms((p.value->>'at')::float8) as at, p.value->'people' as people
    from incident i, jsonb_each(i.state->'pages') p;
create view run_steps as
  select r.id as run, (r.state->>'incident')::bigint as incident, s.key as step, s.value->>'status' as status,
         at_ms((s.value->>'startedAt')::float8) as started_at, at_ms((s.value->>'endedAt')::float8) as ended_at,
         s.value->>'failure' as failure
    from run r, jsonb_each(r.state->'steps') s;
create view approvals as
  select r.id as run, s.key as step, a->>'id' as approval, a->>'status' as status, a->>'digest' as digest,
         r.state->>'startedBy' as requester, a->'by' as approved_by, at_ms((a->>'expiresAt')::float8) as expires_at
    from run r, jsonb_each(r.state->'steps') s, lateral (select s.value->'approval') x(a) where a is not null;
create view response_times as
  select id as incident, state->>'severity' as severity, at_ms((state->>'declaredAt')::float8) as declared_at,
         ((state->>'firstAckAt')::float8 - (state->>'declaredAt')::float8) / 1000 as seconds_to_ack,
         ((state->>'resolvedAt')::float8 - (state->>'declaredAt')::float8) / 1000 as seconds_to_resolve
    from incident;

-- The application may add to the timeline and read it, nothing else.
grant select, insert, update, delete on inbox, effect to tocsin_app;
grant select, insert, update on aggregate to tocsin_app;
grant select on incident, run to tocsin_app;
grant select, insert on timeline to tocsin_app;
grant select on clock, pages, run_steps, approvals, response_times to tocsin_app;
grant usage on all sequences in schema tocsin to tocsin_app;
grant usage on schema tocsin to tocsin_app;
