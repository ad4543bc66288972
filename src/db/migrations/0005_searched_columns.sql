-- Up Migration
-- What is searched for in a state stands in columns of its own. An index on a part of the state made every change of it write to
-- every index; with none on it, a new version lies beside the old one and no index hears of it (a third of the time, measured).
drop index incident_open, incident_channel, incident_announce_card, incident_own_card;
alter table aggregate
  add column open boolean not null generated always as (coalesce(case kind
    when 'incident' then state->>'status' <> 'resolved'
    when 'run' then state->>'status' in ('running', 'waiting') end, false)) stored,
  add column incident bigint generated always as (case kind when 'run' then (state->>'incident')::bigint end) stored,
  add column channel text generated always as (state->'channel'->>'id') stored,
  add column card text generated always as (coalesce(state->'cards'->'incident'->>'ts', state->'card'->>'ts')) stored,
  add column announced text generated always as (state->'cards'->'announce'->>'ts') stored;
create index aggregate_open on aggregate (kind, id) where open;
create index run_incident on aggregate (incident, id) where incident is not null;
create index incident_channel on aggregate (channel, id) where channel is not null;
create index aggregate_card on aggregate (card) where card is not null;
create index incident_announced on aggregate (announced) where announced is not null;

-- Room for the next version in the same page; compressing what changes again in a moment cost more than its bytes.
alter table aggregate set (fillfactor = 40, toast_tuple_target = 8160);

create or replace view incident as
  select id, version, last_seq, last_at, guard, state, open, channel, card, announced from aggregate where kind = 'incident';
create or replace view run as
  select id, version, last_seq, last_at, guard, fixed || state as state, open, incident, card from aggregate where kind = 'run';
