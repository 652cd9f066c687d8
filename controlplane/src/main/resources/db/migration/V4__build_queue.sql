-- Builds become a queue of their own: what waits, what runs, what was given up.
update builds set state = 'queued' where state = 'pending';

alter table builds
    add column phases jsonb not null default '[]',
    -- the deployment that took a dead one's place
    add column redriven_as uuid;

create index builds_newest on builds (organization_id, id desc);
create index builds_queued on builds (deployment_id) where state = 'queued';
create index builds_dead on builds (organization_id, id desc) where state = 'dead';
