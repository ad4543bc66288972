-- Up Migration
-- What a state is born with and keeps (a run's runbook) is written once, not with every step.
alter table aggregate add column fixed jsonb not null default '{}';
update aggregate set fixed = jsonb_build_object('runbook', state->'runbook', 'inputs', state->'inputs', 'facts', state->'facts'),
       state = state - array['runbook', 'inputs', 'facts']
 where kind = 'run';
create or replace view run as select id, version, last_seq, last_at, guard, fixed || state as state from aggregate where kind = 'run';

-- Nobody asks for the runs of an incident this way; the index made every step of a run dearer.
drop index run_incident;
-- The sweep goes by age, which is the order of the ids: this index made every settlement dearer.
drop index effect_settled;
