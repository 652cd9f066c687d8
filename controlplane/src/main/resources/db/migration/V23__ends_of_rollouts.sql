-- A rollout ends in two steps: its alias leads to one version, and once that is published the
-- rollout says so.
alter table rollouts add column ending text check (ending in ('completed', 'aborted', 'failed'));
alter table rollouts add column ending_at timestamptz;
alter table rollouts add constraint rollouts_ending check ((ending is null) = (ending_at is null));

drop index rollouts_open;
create unique index rollouts_open on rollouts (service_id, environment_id, alias)
    where ended_at is null and ending is null;
