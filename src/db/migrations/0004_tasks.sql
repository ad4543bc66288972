-- Up Migration
-- What recurs: checklists and checks of every day, week, month and quarter.
create view task as select id, version, last_seq, last_at, guard, fixed || state as state from aggregate where kind = 'task';
create sequence task_number;
grant select on task to tocsin_app;
grant usage on sequence task_number to tocsin_app;

-- For people with psql or Grafana: how each time went.
create view task_times as
  select t.id as task, t.state->'rule'->>'name' as name, at_ms((p.value->>'due')::float8) as due, p.value->>'is' as outcome,
         at_ms((p.value->>'at')::float8) as ended_at, (p.value->>'run')::bigint as run, p.value->>'why' as why
    from task t, jsonb_array_elements(t.state->'past') p;
grant select on task_times to tocsin_app;
